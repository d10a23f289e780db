// The checks behind npm run check, each with its time. Runs under Node 24.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { childEnv, root } from './bootstrap.mjs';

const modules = join(root, 'node_modules');
const CHECKS = [
  ['types and project boundaries', [join(modules, 'vue-tsc', 'bin', 'vue-tsc.js'), '-b']],
  ['lint', [join(modules, 'oxlint', 'bin', 'oxlint'), '--deny-warnings']],
  ['format', [join(modules, 'prettier', 'bin', 'prettier.cjs'), '--check', '--log-level', 'warn', '.']],
  [
    'layers and links',
    [join(modules, 'vitest', 'vitest.mjs'), 'run', 'test/layers.test.ts', 'test/docs.test.ts'],
  ],
];

let failed = 0;
for (const [name, args] of CHECKS) {
  const started = performance.now();
  const result = spawnSync(process.execPath, args, {
    stdio: 'inherit',
    cwd: root,
    env: childEnv(process.execPath),
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`${result.status === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)\n`);
  if (result.status !== 0) failed++;
}
process.exit(failed ? 1 : 0);
