// npm run check: types and dependency rule (compiler), lint, format, documentation links.
import { bootstrap, runNode } from './lib/bootstrap.mjs';

process.exit(await runNode(bootstrap(), ['scripts/lib/run-checks.mjs']));
