/** 将训练结果存为 NIR 的对话框用语。 */
import type { NirExportTexts } from '../nir-export.ts';

export const nirExportZh: NirExportTexts = {
  open: '导出为 NIR…',
  openHint: '供其他工具使用的训练后网络：NIR(HDF5)，以及带缩放系数的整数权重',
  title: '导出为 NIR',
  dt: '时间步长，ms',
  ownDt: '该运行自身的步长',
  dtHelp: '给出泄漏神经元的时间常数：τ = dt /（1 − 泄漏）',
  badDt: '时间步长须为大于 0 ms 的数，或留空',
  bits: '整数权重的位数',
  bitsHelp: '2 到 16。以较少位数训练的层保持其位数。NIR 没有相应字段',
  badBits: '位数须为 2 到 16 的整数',
  firing:
    '本软件的神经元在达到阈值时发放，NIR 的在高于阈值时发放：要得到相同的脉冲，请以“达到阈值”运行该文件。',
  network: '保存 .nir',
  weights: '保存整数权重',
  close: '关闭',
};
