/** The two channels between preload and main process. */
export const CALL_CHANNEL = 'workbench:call';
export const NEWS_CHANNEL = 'workbench:news';
