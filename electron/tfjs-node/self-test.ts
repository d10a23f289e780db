/**
 * Numeric self-test of the door in a process of its own: a library that crashes takes nothing with it. The child also
 * carries the two repairs that any process must make before it uses the package: `util.isNullOrUndefined`, which Node
 * 23 dropped, and the kernel Round on int32, for which TensorFlow answers zeros.
 */
import { spawnSync } from 'node:child_process';
import { accept, errorAt, refuse, type Outcome } from '../../engine/contract/index.ts';
import { packageFolder } from './places.ts';

export interface SelfTest {
  /** Version of the TensorFlow library. */
  readonly tensorflow: string;
  readonly tfjs: string;
  /** Checks that ran, all of them passed. */
  readonly checks: readonly string[];
}

/** Repairs, then the package; `tf` afterwards. */
export const LOAD = `
const util = require('node:util');
util.isNullOrUndefined ??= (value) => value == null;
const tf = require(process.argv[1]);
tf.unregisterKernel('Round', 'tensorflow');
const { Round } = tf;
tf.registerKernel({ kernelName: Round, backendName: 'tensorflow', kernelFunc: ({ inputs: { x }, backend }) =>
  x.dtype === 'int32' ? tf.identity(x) : backend.executeSingleInput(Round, x) });
`;

const TEST = `${LOAD}
const checks = [];
const near = (name, got, wanted) => {
  const values = Array.from(got.dataSync());
  if (values.length !== wanted.length || values.some((value, i) => !(Math.abs(value - wanted[i]) < 1e-5)))
    throw new Error(name + ': got ' + values.join(', ') + ', wanted ' + wanted.join(', '));
  checks.push(name);
};
near('product', tf.matMul(tf.tensor2d([[1, 2], [3, 4]]), tf.tensor2d([[5, 6], [7, 8]])), [19, 22, 43, 50]);
near('convolution', tf.conv2d(tf.ones([1, 3, 3, 1]), tf.ones([2, 2, 1, 1]), 1, 'valid'), [4, 4, 4, 4]);
near('gradient', tf.grad((x) => x.square().sum())(tf.tensor1d([1, -3])), [2, -6]);
near('convolution gradient',
  tf.grad((w) => tf.conv2d(tf.ones([1, 3, 3, 1]), w, 1, 'valid').sum())(tf.ones([2, 2, 1, 1])), [4, 4, 4, 4]);
near('rounding of whole numbers', tf.round(tf.tensor1d([3, -2], 'int32')), [3, -2]);
console.log(JSON.stringify({ tensorflow: tf.backend().binding?.TF_Version ?? 'of unknown version', tfjs: tf.version['tfjs-core'], checks }));
`;

const SELF_TEST_MS = 60_000;

export function selfTest(door: string): Outcome<SelfTest> {
  const child = spawnSync(process.execPath, ['-e', TEST, packageFolder(door)], {
    encoding: 'utf8',
    timeout: SELF_TEST_MS,
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2', ELECTRON_RUN_AS_NODE: '1' },
  });
  if (child.status === 0) {
    const line = child.stdout.trim().split('\n').at(-1) ?? '';
    return accept(JSON.parse(line) as SelfTest);
  }
  const ended = child.signal ? `signal ${child.signal}` : `exit code ${child.status}`;
  const reason =
    (child.stderr ?? '')
      .trim()
      .split('\n')
      .find((line) => /Error|error|wanted/.test(line)) ?? ended;
  return refuse(
    errorAt(
      door,
      'tfjs-node/self-test',
      `must pass its self-test (got ${reason.trim()}); remove it with setup tfjs-node --remove, or open it with another library`,
    ),
  );
}
