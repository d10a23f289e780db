// npm run -s spikex -- COMMAND: the command line from a checkout, building what is stale.
import { bootstrap, runNode } from './lib/bootstrap.mjs';

const node = bootstrap();
const built = await runNode(node, ['scripts/lib/build.mjs']);
if (built !== 0) process.exit(built);
process.exit(
  await runNode(node, ['out/main/cli.js', ...process.argv.slice(2)], {
    cwd: process.env.INIT_CWD ?? process.cwd(),
  }),
);
