// npm run shots: runs the demo in the built workbench and takes the pictures of docs/pictures.
import { bootstrap, runNode } from './lib/bootstrap.mjs';

const node = bootstrap();
const built = await runNode(node, ['scripts/lib/build.mjs']);
if (built !== 0) process.exit(built);
process.exit(await runNode(node, ['test/support/take-shots.ts', ...process.argv.slice(2)]));
