// npm run package: builds the application and packs it for this platform (electron-builder.yml). Needs the Electron
// runtime and, for installers, electron-builder's own tools, which it fetches; `-- --dir` packs without installers.
import { bootstrap, runNode } from './lib/bootstrap.mjs';

const node = bootstrap();
const built = await runNode(node, ['scripts/lib/build.mjs']);
if (built !== 0) process.exit(built);
process.exit(
  await runNode(node, [
    'node_modules/electron-builder/cli.js',
    '--publish',
    'never',
    ...process.argv.slice(2),
  ]),
);
