/** The schedule of a layer to look at: `traceLayer` lays it out, the trace answers about any stretch of it. */
export { traceLayer } from './trace-layer.ts';
export type { TracedLayer } from './trace-layer.ts';
export { stripOf } from './strip.ts';
export { rasterOf } from './raster.ts';
