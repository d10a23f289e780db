// Asks the decoder thread once and has nothing more to do.
import { runDecoder } from '../../../../electron/data/decoders/run-decoder.ts';

const outcome = await runDecoder('gunzip', { bytes: Uint8Array.of(1, 2, 3) }, 'a.gz');
process.stdout.write(outcome.ok ? 'decoded' : outcome.issues[0].code);
