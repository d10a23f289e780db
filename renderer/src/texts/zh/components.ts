/** 多个页面共用的控件用语。 */
import type { ComponentTexts } from '../components.ts';

export const componentZh: ComponentTexts = {
  pathOf: (endings) => `${endings} 路径`,
  chooseFile: '选择文件…',
  chooseEndings: (endings) => `选择 ${endings} 文件`,
  or: (endings) => endings.join(' 或 '),
  folderOrSet: '文件夹或内置数据集',
  choose: '选择…',
  chooseFolder: '选择数据集文件夹',
  systems: '系统',
  ownTables: '各自的能量表',
  tableForAll: '所有运行的能量表',
  tableHint: '以此能量表为所有运行计价；不重新仿真',
};
