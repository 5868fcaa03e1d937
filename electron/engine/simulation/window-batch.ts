// Training windows as Arrow record batches: one row a window (read by native/trainer's stream.py).
import {
  Field, FixedSizeList, Float32, List, RecordBatch, RecordBatchStreamWriter, Schema, Struct, Uint32, Uint8, makeData, type Data,
} from 'apache-arrow'
import type { TrainingConfig } from '../../../core/training/config.ts'
import type { Role, TrainingWindow } from '../../../core/training/window.ts'

const VALUES_PER_EMITTER = 6

/** Consecutive windows of one role. */
export interface BatchRequest {
  role: Role
  first: number
  count: number
}

function photonsType(config: TrainingConfig): FixedSizeList<Float32> {
  return new FixedSizeList((config.window + 2) * config.crop_px ** 2, new Field('item', new Float32(), false))
}

const emitterType = new FixedSizeList(VALUES_PER_EMITTER, new Field('item', new Float32(), false))
const emittersType = new List(new Field('item', emitterType, false))

/** The stream's schema for a training. */
export function windowSchema(config: TrainingConfig): Schema {
  return new Schema([
    new Field('index', new Uint32(), false),
    new Field('role', new Uint8(), false),
    new Field('photons', photonsType(config), false),
    new Field('background', new Float32(), false),
    new Field('emitters', emittersType, false),
  ])
}

/** The record batch of some windows. */
export function windowBatch(config: TrainingConfig, request: BatchRequest, windows: readonly TrainingWindow[]): RecordBatch {
  const schema = windowSchema(config)
  const { length } = windows
  const float = (values: Float32Array): Data<Float32> => makeData({ type: new Float32(), length: values.length, nullCount: 0, data: values })
  const photons = joined(windows.map((window) => window.photons))
  const emitters = joined(windows.map((window) => window.emitters))
  const offsets = new Int32Array(length + 1)
  windows.forEach((window, i) => (offsets[i + 1] = offsets[i] + window.emitters.length / VALUES_PER_EMITTER))
  const children = [
    makeData({ type: new Uint32(), length, nullCount: 0, data: Uint32Array.from(windows, (_, i) => request.first + i) }),
    makeData({ type: new Uint8(), length, nullCount: 0, data: new Uint8Array(length).fill(request.role === 'validation' ? 1 : 0) }),
    makeData({ type: photonsType(config), length, nullCount: 0, child: float(photons) }),
    float(Float32Array.from(windows, (window) => window.background_photons)),
    makeData({
      type: emittersType, length, nullCount: 0, valueOffsets: offsets,
      child: makeData({ type: emitterType, length: offsets[length], nullCount: 0, child: float(emitters) }),
    }),
  ]
  return new RecordBatch(schema, makeData({ type: new Struct(schema.fields), length, nullCount: 0, children }))
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const out = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

/** A whole stream that holds one batch; its head is the same for all batches of a training (see `streamParts`). */
export function encodeAlone(batch: RecordBatch): Uint8Array {
  const writer = new RecordBatchStreamWriter()
  writer.write(batch)
  writer.finish()
  return writer.toUint8Array(true)
}

/** Length of the head (the schema's message) at the start of an Arrow stream, and of the end mark. */
export function headLength(stream: Uint8Array): number {
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength)
  return 8 + view.getInt32(4, true)
}
export const endMark = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0)
