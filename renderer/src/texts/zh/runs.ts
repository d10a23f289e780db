/** 运行记录页用语。 */
import type { RunsTexts } from '../runs.ts';

export const runsZh: RunsTexts = {
  project: '项目…',
  projectName: '项目',
  projectHint: '名称;新名称即新建项目',
  move: '移动',
  moveHelp: '将所选运行移到该项目;其实验归属不变',
  rename: '重命名',
  renameHelp: (project, to) => `将项目 ${project} 连同其全部运行改名为 ${to}`,
  renameNone: '请输入另一个名称;所选运行须同属一个项目,且没有其他项目使用该名称',
  renamed: (project, to) => `项目 ${project} 已改名为 ${to}`,
};
