/** Single entry of the engine for its hosts. */
export * from './contract/index.ts';
export { Random, streamSeed, type RandomState } from './math/random.ts';
