// npm run bench -- events,simulate,train,store,ui [--json]: medians and ratios measured side by side in one run.
import { bootstrap, runNode } from './lib/bootstrap.mjs';

const node = bootstrap();
const built = await runNode(node, ['scripts/lib/build.mjs']);
if (built !== 0) process.exit(built);
process.exit(await runNode(node, ['bench/main.ts', ...process.argv.slice(2)]));
