/** 量化研究用语。 */
import type { QuantisationTexts } from '../quantisation.ts';

export const quantisationZh: QuantisationTexts = {
  title: '研究：量化',
  start: '开始研究',
  go: '继续',
  hint: '每种编码、数值格式和种子训练一次；已完成的不再重复',
  quick: '快速',
  quickHint: '一个种子，样本和轮次各取四分之一',
  none: '位数对稀疏性和能量有何影响？本研究以 32、8、4、2 位权重、直接编码与频率编码输入训练宽度 0.25 的 VGG9，并在 SpikeX 和混合核上计算开销。首个训练完成后即出现图表。',
  progress: (finished, planned) => `训练 ${finished} / ${planned}`,
  sparsity: '稀疏度',
  accuracy: '准确率',
  energy: '能量',
  latency: '延迟',
  sparsityHint: '没有脉冲的隐藏神经元 × 时间步的占比',
  format: '权重',
  coding: '编码',
  lower: 'fp32 的能量 / 该格式的能量，编码与系统相同',
  table: '按格式',
  tableSub: '种子平均',
  published: '已发表',
  notComparable: '不可比',
  publishedNote: '网络规模、数据和器件不同（arXiv:2411.15409）；仅供看趋势。',
  answer: (coding, format, energies, sparsity, accuracy) =>
    `${coding}：以 ${format} 代替 fp32，${energies}；稀疏度 ${sparsity} 个百分点，准确率 ${accuracy} 个百分点。`,
  less: (factor, system) => `${system} 上能耗为原来的 1/${factor.replace('×', '')}`,
  caption: (dataset, table) => `宽度 0.25 的 VGG9，数据集 ${dataset}。能量表 ${table}。`,
  foot: (means, table) => `${means}；能量表 ${table}`,
};
