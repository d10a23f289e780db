// npm run build: installs what is missing and builds what is stale (--force: everything).
import { bootstrap, runNode } from './lib/bootstrap.mjs';

process.exit(await runNode(bootstrap(), ['scripts/lib/build.mjs', ...process.argv.slice(2)]));
