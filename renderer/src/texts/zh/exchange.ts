/** 与其他工具交换文件的用语。 */
import type { ExchangeTexts } from '../exchange.ts';

export const exchangeZh: ExchangeTexts = {
  open: '交换…',
  openHint: '与 SCALE-Sim、Timeloop、Accelergy、NumPy 交换文件',
  title: '与其他工具交换',
  out: '导出',
  outHelp: '网络、加速器、能耗表与活动均取自表单。',
  kinds: { scalesim: 'SCALE-Sim', timeloop: 'Timeloop', ert: 'Accelergy', npy: 'NumPy', reports: '报告' },
  about: {
    scalesim: 'SCALE-Sim v2、v3 的拓扑 CSV 与 cfg',
    timeloop: '架构与逐层问题描述，v0.4 YAML',
    ert: '能耗参考表；表中有面积时一并写出',
    npy: '进入各层的脉冲；来自训练时还有权重',
    reports: '先仿真，再按 SCALE-Sim 报告的列写出',
  },
  working: '正在写出…',
  into: '导入',
  topology: '拓扑 .csv',
  cfg: '同名 cfg',
  openNetwork: '作为网络打开',
  scalesimHelp: '没有 cfg 时，填充由特征图推出，并假定 4 个时间步和 LIF 神经元。',
  table: '能耗表',
  useTable: '使用此表',
  tableHelp: 'Accelergy ERT 或本软件的表；用于之后的仿真。',
  close: '关闭',
};
