/** 开销分解用语。 */
import type { CostTexts } from '../cost.ts';

export const costZh: CostTexts = {
  usages: { weight: '权重', spike: '脉冲', psum: '部分和', alu: 'ALU' },
  splits: { level: '存储层级', usage: '成分', both: '两者' },
  splitLabel: '柱的构成',
};
