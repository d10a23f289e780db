/** What the doctor looks at: everything that the workbench needs on this machine, each with advice where it is wanting. */
import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import type { DoctorCheck } from '../../engine/contract/index.ts';
import { hasSimd } from '../../engine/kernels/simd.ts';
import { doorFolder, openedDoor } from '../tfjs-node/places.ts';
import { selfTest } from '../tfjs-node/self-test.ts';
import { APP_PATHS } from './paths.ts';
import type { Workbench } from './workbench.ts';

const HOST_NODE = 24;
const LEAST_MEMORY_GIB = 4;
const GIB = 2 ** 30;

export async function doctorChecks({ options, store, places }: Workbench): Promise<readonly DoctorCheck[]> {
  return [
    check('SpikeX Workbench', true, options.appVersion, null),
    nodeCheck(),
    check(
      'WebAssembly SIMD',
      hasSimd(),
      hasSimd() ? 'present' : 'absent',
      'use a newer processor or runtime',
    ),
    check('Kernels', existsSync(APP_PATHS.wasm), APP_PATHS.wasm, 'run npm run build'),
    check('Processor cores', true, String(availableParallelism()), null),
    memoryCheck(),
    electronCheck(),
    databaseCheck(store),
    check('Checkpoints', true, places.paths.checkpoints, null),
    tensorflowCheck(),
  ];
}

function check(name: string, ok: boolean, detail: string, advice: string | null): DoctorCheck {
  return { name, status: ok ? 'ok' : 'error', detail, advice: ok ? null : advice };
}

function nodeCheck(): DoctorCheck {
  const major = Number(process.versions.node.split('.')[0]);
  return check(
    'Runtime',
    major >= HOST_NODE,
    `Node ${process.version}`,
    `start it through npm, which brings Node ${HOST_NODE}`,
  );
}

/** Which backend computes what, and why. The event-driven kernels train in any case. */
function tensorflowCheck(): DoctorCheck {
  const name = 'TensorFlow';
  const door = openedDoor();
  if (!door)
    return {
      name,
      status: 'absent',
      detail:
        'tfjs-node not connected: training runs in the event-driven kernels, TensorFlow.js (cpu) checks them in tests; nothing else needs it',
      advice: null,
    };
  const tested = selfTest(doorFolder());
  if (!tested.ok)
    return { name, status: 'warning', detail: tested.issues[0].message, advice: 'training does not need it' };
  return {
    name,
    status: 'ok',
    detail: `tfjs-node ${door.tfjsNode} on TensorFlow ${door.tensorflow} (${door.libtensorflow}), self-test passed; a dense reference, training runs in the event-driven kernels`,
    advice: null,
  };
}

function memoryCheck(): DoctorCheck {
  const gib = totalmem() / GIB;
  const isEnough = gib >= LEAST_MEMORY_GIB;
  return {
    name: 'Memory',
    status: isEnough ? 'ok' : 'warning',
    detail: `${gib.toFixed(1)} GiB`,
    advice: isEnough ? null : 'train with fewer workers',
  };
}

/** `electron` is looked for by its package, never imported: importing it would start a download. */
function electronCheck(): DoctorCheck {
  if (process.versions['electron'])
    return check('Electron', true, `${process.versions['electron']}, running`, null);
  try {
    const folder = join(
      createRequire(join(APP_PATHS.application, 'package.json')).resolve('electron/package.json'),
      '..',
    );
    const isThere = existsSync(join(folder, 'dist'));
    return {
      name: 'Electron',
      status: isThere ? 'ok' : 'absent',
      detail: isThere ? 'runtime present' : 'runtime not installed; the browser door is used instead',
      advice: isThere ? null : 'npm start -- --retry-electron fetches it',
    };
  } catch {
    return { name: 'Electron', status: 'absent', detail: 'not part of this installation', advice: null };
  }
}

function databaseCheck(store: Workbench['store']): DoctorCheck {
  const integrity = store.integrityCheck();
  const bytes = existsSync(store.file) ? statSync(store.file).size : 0;
  const problems = integrity.ok ? integrity.value : integrity.issues;
  return {
    name: 'Database',
    status: problems.length ? 'error' : store.readOnly ? 'warning' : 'ok',
    detail: `${store.file}, ${(bytes / 1024).toFixed(0)} KiB${store.readOnly ? ', read only' : ''}`,
    advice: problems.length ? problems.map((issue) => issue.message).join('; ') : null,
  };
}
