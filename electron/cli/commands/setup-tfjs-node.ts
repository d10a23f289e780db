import { errorAt } from '../../../engine/contract/index.ts';
import { doorFolder } from '../../tfjs-node/places.ts';
import { closeDoor, openDoor } from '../../tfjs-node/setup.ts';
import { done, NO_POSITIONALS, refused, type Command } from '../command.ts';

export const setupTfjsNode: Command = {
  name: 'setup tfjs-node',
  summary:
    'open or close the door to TensorFlow: tfjs-node with your own library, a dense reference for training',
  usage: '--libtensorflow DIR or --remove [--json]',
  example: 'setup tfjs-node --remove',
  options: {
    libtensorflow: {
      kind: 'text',
      value: 'DIR',
      help: 'folder with libtensorflow_cc.so.2, libtensorflow_framework.so.2 and include (an installed Python tensorflow)',
    },
    remove: { kind: 'flag', help: 'close the door and delete what was fetched and built' },
  },
  positionals: NO_POSITIONALS,
  async run(args, terminal) {
    const library = args.text('libtensorflow');
    if ((library === undefined) === !args.has('remove'))
      return refused([
        errorAt(
          '--libtensorflow',
          'tfjs-node/what',
          `must be given, or --remove instead (got ${library ? 'both' : 'neither'})`,
        ),
      ]);
    if (library === undefined) {
      const removed = closeDoor();
      const text = removed ? `Removed ${doorFolder()}` : 'Nothing to remove: the door was not open';
      return done({ removed, version: null, selfTest: null }, text);
    }
    const opened = openDoor(library, { onStep: (text) => terminal.log(text) });
    if (!opened.ok) return refused(opened.issues);
    const { version, selfTest, folder } = opened.value;
    const text = `tfjs-node ${version} on TensorFlow ${selfTest.tensorflow}: ${selfTest.checks.length} checks passed; in ${folder}`;
    return done({ version, folder, selfTest }, text);
  },
};
