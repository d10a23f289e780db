// Runs vitest, names what was skipped and closes with one line of counts. Runs under Node 24.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { childEnv, root } from './bootstrap.mjs';

const reportFile = join('out', 'test-report.json');
mkdirSync('out', { recursive: true });
rmSync(reportFile, { force: true });
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const result = spawnSync(
  process.execPath,
  [
    vitest,
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${reportFile}`,
    ...process.argv.slice(2),
  ],
  { stdio: 'inherit', cwd: root, env: childEnv(process.execPath) },
);
if (!existsSync(reportFile)) process.exit(result.status || 1);

const report = JSON.parse(readFileSync(reportFile, 'utf8'));
const skipped = report.testResults.flatMap((file) =>
  file.assertionResults
    .filter((test) => test.status === 'pending' || test.status === 'skipped')
    .map((test) => `${relative(root, file.name)}: ${test.fullName}`),
);
if (skipped.length) process.stdout.write(`\nSkipped:\n${skipped.map((line) => `  ${line}`).join('\n')}\n`);
process.stdout.write(
  `\n${report.numPassedTests} passed, ${report.numFailedTests} failed, ${skipped.length} skipped\n`,
);
process.exit(result.status ?? 1);
