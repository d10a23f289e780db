/** 仿真页用语:扫描、样本与能量误差带。 */
import type { SimulateTexts } from '../simulate.ts';

export const simulateZh: SimulateTexts = {
  samples: {
    label: '样本',
    help: '留出样本;多于一个时给出均值与离散程度',
    one: '一个',
    all: '整个留出集',
    several: (count) => `前 ${count} 个`,
    mean: (samples, of) => (of === null ? `${samples} 个样本的均值` : `${of} 个样本中 ${samples} 个的均值`),
  },
  band: {
    label: '能量表的不确定度,百分比',
    short: '表偏差 ± %',
    energy: '能量',
    ratio: (over, under) => `${over} / ${under}`,
    energyHint: '表中每一项都低或高这么多时的能量;因为能量 = 计数 × 表,结果是精确的',
    ratioHint: '各项偏差不超过此值的所有表中,比值的最小与最大',
  },
  sweep: {
    mode: '运行内容',
    one: '单个设置',
    many: '扫描',
    run: '扫描',
    cancel: '取消',
    add: '添加键',
    key: '键',
    values: '取值,以逗号分隔',
    remove: (key) => `移除 ${key || '该键'}`,
    points: (count) => `${count} 个点`,
    intro: '这些取值的所有组合,其余与表单相同。各层不同的 TWS 写作 2/3/2/5。',
    resumes: '停止过的扫描从原处继续。',
    empty: '还没有扫描。在上方选择键和取值,然后按“扫描”。',
    counted: (points, reused) => `${points} 个点,其中 ${reused} 个来自以前的扫描`,
    rowsShown: (shown, all) => `${all} 行中的 ${shown} 行;图和 CSV 含全部`,
    caption: (base, keys) => `${base};变化项:${keys}`,
    system: '系统',
    quantity: '量',
    over: '横轴',
  },
};
