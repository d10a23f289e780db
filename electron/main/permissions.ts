/** Camera, position, notifications and all the rest: the workbench needs none of them, except writing the clipboard. */
import type { Session } from 'electron';

const ALLOWED = 'clipboard-sanitized-write';

export function setupPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, callback) => callback(permission === ALLOWED));
  session.setPermissionCheckHandler((_contents, permission) => permission === ALLOWED);
  session.setDevicePermissionHandler(() => false);
}
