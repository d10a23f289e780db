/** 时间与速率用语。 */
import type { FormatTexts } from '../format.ts';

export const formatZh: FormatTexts = {
  today: (clock) => `今天 ${clock}`,
  yesterday: (clock) => `昨天 ${clock}`,
  day: (day, month) => `${month + 1}月${day}日`,
  inYear: (date, year) => `${year}年${date}`,
  eventsPerSecond: '事件/s',
};
