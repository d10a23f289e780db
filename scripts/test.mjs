// npm test: installs what is missing, builds what is stale, runs every test (a browser drives the window).
// Arguments are passed to vitest: npm test -- test/engine
import { bootstrap, runNode } from './lib/bootstrap.mjs';

const node = bootstrap();
const built = await runNode(node, ['scripts/lib/build.mjs']);
if (built !== 0) process.exit(built);
process.exit(await runNode(node, ['scripts/lib/run-tests.mjs', ...process.argv.slice(2)]));
