/** 拖入文件对话框用语。 */
import type { UploadTexts } from '../uploads.ts';

export const uploadsZh: UploadTexts = {
  open: '拖入的文件…',
  title: '拖入的文件',
  size: (used, limit) => `${used} / ${limit}`,
  about: (hours) =>
    `拖到窗口中的文件的副本。超过 ${hours} 小时且未被使用的副本会在主机启动时删除。删除不影响您自己的文件；由副本得到的运行保留其结果，但无法重复或继续。`,
  none: '没有保留拖入的文件。',
  name: '名称',
  files: '文件数',
  bytes: '大小',
  since: '时间',
  usedBy: '使用者',
  inUse: '有运行或任务正在读取：请等待其结束，或取消它',
  remove: '删除',
  removeOne: (name) => `删除 ${name}`,
  removeAll: '删除所有未被使用的',
};
