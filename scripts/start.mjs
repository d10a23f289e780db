// npm start: opens the workbench, in Electron where its runtime is here or can be fetched, else in the browser.
// Options: --no-electron (browser door), --retry-electron (try the download again), --port N, --root FOLDER.
import { bootstrap, runNode } from './lib/bootstrap.mjs';

const node = bootstrap();
const built = await runNode(node, ['scripts/lib/build.mjs']);
if (built !== 0) process.exit(built);
process.exit(await runNode(node, ['scripts/lib/launch.mjs', ...process.argv.slice(2)]));
