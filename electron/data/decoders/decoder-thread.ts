/** Entry of the thread in which third-party libraries decode files. */
import { DECODERS } from './decoders.ts';
import { serveDecoders } from './serve-decoders.ts';

serveDecoders(DECODERS);
