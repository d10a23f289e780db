/** 从训练后网络中移除单元的面板用语。 */
import type { ShrinkTexts } from '../shrink.ts';

export const shrinkZh: ShrinkTexts = {
  open: '移除单元…',
  openHint: '从训练后的网络中移除最能降低 EDP 的单元，然后继续训练',
  title: '移除单元',
  about:
    '在仿真 EDP 下降最多而损失上升最少之处移除卷积层的通道与全连接层的神经元；最后一层保持不变。余下的网络用于新的训练。',
  judgedOn: (source, arch) => `按表单设置，以 ${source} 的训练部分在 ${arch} 上评判`,
  fields: {
    checkpoint: { label: '训练后网络', help: '某次训练的检查点' },
    systems: { label: '系统', help: '要降低其 EDP 的系统；以各系统比值的几何平均为准' },
    tws: { label: 'TWS', help: '时间窗大小：所有层一个值，或每层一个：2, 3, 2, 5' },
    drop: { label: '允许下降', help: '继续训练之前，评判样本上的准确率最多可下降这么多' },
    samples: { label: '评判样本', help: '训练样本，不做增强' },
    units: {
      label: '单元数',
      help: '留空：自动搜索。或为最后一层以下的每个卷积层与全连接层各给一个数：8, 16, 128',
    },
  },
  points: '百分点',
  samples: '个样本',
  start: '移除单元',
  cancel: '取消',
  use: '用于训练',
  useHint: '把较小的网络及其权重填入训练表单',
  layer: '层',
  before: '之前',
  after: '之后',
  lower: '降低',
  accuracyOn: (samples) => `准确率，${samples} 个训练样本`,
  edpOf: (system) => `EDP，${system}`,
  energyOf: (system) => `能量，${system}`,
  latencyOf: (system) => `延迟，${system}`,
  units: '保留的单元',
  figures: '继续训练之前',
  costNote: (samples) => `代价：其中 ${samples} 个样本的平均`,
  kept: (name) => `已以 ${name} 保存到您自己的网络中`,
  empty: '各层保留的单元及其对准确率与 EDP 的影响将显示在此处',
};
