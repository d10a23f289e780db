// npm run golden [-- --update]: compares the simulator's counters with test/golden, or takes the new ones.
import { bootstrap, runNode } from './lib/bootstrap.mjs';

const node = bootstrap();
process.exit(await runNode(node, ['test/support/golden.ts', ...process.argv.slice(2)]));
