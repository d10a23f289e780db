/** Event transforms: pipelines as data, and ToFrame at their end. */
export { parseFrameSpec } from './frame-slices.ts';
export { applyPipeline, parsePipeline, pipelineSensor, sensorAfterAll, TRANSFORM_KINDS } from './pipeline.ts';
export { toFrameCounts, toFrameSpikes } from './to-frame.ts';
