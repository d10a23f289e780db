/** 图表用语。 */
import type { ChartTexts } from '../charts.ts';

export const chartsZh: ChartTexts = {
  frame: 'B 键在数据点上画出选框;方向键移动,Shift 加方向键调整大小,Esc 清除。',
  order: '顺序',
  earlier: (name) => `将 ${name} 左移`,
  later: (name) => `将 ${name} 右移`,
  flip: '翻转',
  flipOf: (name) => `翻转 ${name} 轴`,
  axes: { step: '步', epoch: '轮次', seconds: '时间' },
  axisNames: { epoch: '轮次', seconds: '时间 (s)' },
  withoutEpochs: (n) => `略去 ${n} 条没有轮次的记录`,
};
