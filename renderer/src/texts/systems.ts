/** Names of the systems, where they are not proper names. */
import { inLanguage, type Translation } from './language.ts';
import { systemZh } from './zh/systems.ts';

const en = {
  serialDense: 'Serial, dense',
  serial: 'Serial',
  hybrid: 'Hybrid',
  manyCore: 'Many-core',
  denseOs: 'Dense OS',
  denseWs: 'Dense WS',
  denseIs: 'Dense IS',
};

export type SystemTexts = Translation<typeof en>;
export const systemTexts = inLanguage(en, systemZh);
