/** 各系统的名称（专名除外）。 */
import type { SystemTexts } from '../systems.ts';

export const systemZh: SystemTexts = {
  serialDense: '串行，稠密',
  serial: '串行',
  hybrid: '混合',
  manyCore: '众核',
  denseOs: '稠密 OS',
  denseWs: '稠密 WS',
  denseIs: '稠密 IS',
};
