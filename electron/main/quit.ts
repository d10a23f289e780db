/** Quitting: jobs are stopped and their runs marked, the database is closed, then the application ends. */
import { app } from 'electron';
import { faultOf, type FaultLog } from '../ipc/fault.ts';

export function setupQuit(close: () => Promise<void>, log: FaultLog): void {
  let isClosed = false;
  app.on('window-all-closed', () => app.quit());
  app.on('before-quit', (event) => {
    if (isClosed) return;
    event.preventDefault();
    void close()
      .catch((error: unknown) => log(faultOf('quit', error)))
      .finally(() => {
        isClosed = true;
        app.quit();
      });
  });
}
