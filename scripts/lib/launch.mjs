// Starts the built workbench in Electron or behind the loopback door. Runs under Node 24.
import { spawn } from 'node:child_process';
import { fetchElectron, installedElectron, rememberedFailure } from './electron-runtime.mjs';
import { root } from './bootstrap.mjs';

const args = process.argv.slice(2);
const say = (line) => process.stdout.write(`${line}\n`);
const hasDisplay =
  process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

async function electronExecutable() {
  if (args.includes('--no-electron')) return null;
  if (!hasDisplay) {
    say('No display here: the workbench is served to a browser instead.');
    return null;
  }
  const installed = installedElectron();
  if (installed) return installed;
  const failure = args.includes('--retry-electron') ? null : rememberedFailure();
  if (failure) {
    say(
      `The Electron runtime could not be fetched before (${failure}); npm start -- --retry-electron tries again.`,
    );
    return null;
  }
  say('Fetching the Electron runtime (once, about 110 MB)…');
  const fetched = await fetchElectron();
  if (!fetched)
    say(`The Electron runtime could not be fetched (${rememberedFailure()}); using the browser instead.`);
  return fetched;
}

const electron = await electronExecutable();
const passed = args.filter((arg) => arg !== '--no-electron' && arg !== '--retry-electron');
const env = { ...process.env, ELECTRON_RUN_AS_NODE: undefined };
const child = electron
  ? spawn(electron, ['.', ...passed], { stdio: 'inherit', cwd: root, env })
  : spawn(process.execPath, ['out/main/serve.js', ...(hasDisplay ? ['--open'] : []), ...passed], {
      stdio: 'inherit',
      cwd: root,
    });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 130 : 0)));
child.on('error', (error) => {
  say(`The workbench could not be started: ${error.message}`);
  process.exit(1);
});
