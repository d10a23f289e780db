/** Where the window's pages come from in Electron: a scheme of our own, which is a real origin (file:// is not). */
export const APP_SCHEME = 'app';
const APP_HOST = 'workbench';
export const WINDOW_URL = `${APP_SCHEME}://${APP_HOST}/`;

/** True for pages of the window itself and nothing else. */
export function isOwnPage(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed !== null && parsed.protocol === `${APP_SCHEME}:` && parsed.host === APP_HOST;
}
