/** Entry of `npm start` where Electron is not used: serves the workbench to the default browser. */
import { main } from '../cli/main.ts';

process.exitCode = await main(['serve', ...process.argv.slice(2)]);
