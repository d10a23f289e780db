// npm run soak: the same tests with long repetitions (fuzz inputs, random cases, kills). Takes hours, not minutes.
import { bootstrap, childEnv, runNode } from './lib/bootstrap.mjs';

const node = bootstrap();
const built = await runNode(node, ['scripts/lib/build.mjs']);
if (built !== 0) process.exit(built);
const env = childEnv(node, { SPIKEX_SOAK: '1' });
const args = ['scripts/lib/run-tests.mjs', '--testTimeout=7200000', ...process.argv.slice(2)];
process.exit(await runNode(node, args, { env }));
