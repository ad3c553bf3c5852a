/** Bytes at the start of the memory that hold the tables; the file lies behind them. */
export const TABLES = 256

/** How many buckets the tables tell apart. */
export const BUCKETS = 16

/**
 * Looks in `memory` for the next 16 bytes in which a needle may start: at `place0` to `place3` from a start, `byte0` to
 * `byte3` stand. All bytes are compared with bit 0x20 set, so that letters match in any case and other bytes may match
 * too: the caller looks again.
 * @returns where the 16 bytes start, perhaps a step behind `end`; -1 when there are none from `at` on
 */
export type Find = (
  at: number,
  end: number,
  place0: number,
  byte0: number,
  place1: number,
  byte1: number,
  place2: number,
  byte2: number,
  place3: number,
  byte3: number,
) => number

/**
 * The same for all needles of the tables at once: slower than a look for one of them, faster than a look for each of many.
 * @returns where the 16 bytes start; -1 when there are none before `end`
 */
export type FindAny = (at: number, end: number) => number

/** `find.wat`, compiled. Needs the SIMD that every supported Node has. */
const MODULE =
  'AGFzbQEAAAABFQJgCn9/f39/f39/f38Bf2ACf38BfwMEAwABAQUDAQAgByEEBm1lbW9yeQIABGZpbmQAAAdmaW5kQW55AAEDbnVsAAIKoQYD8AEBBXtBIP0PIQogA/0PIQsgBf0PIQwCQANAIAAgAU8NASAAIAJq/QAAACAK/VAgC/0jIAAgBGr9AAAAIAr9UCAM/SP9TiENIAAgAmr9AAAQIAr9UCAL/SMgACAEav0AABAgCv1QIAz9I/1OIQ4gDSAO/VD9UwRAIA0gACAGav0AAAAgCv1QIAf9D/0jIAAgCGr9AAAAIAr9UCAJ/Q/9I/1O/U79UwRAIAAPCyAOIAAgBmr9AAAQIAr9UCAH/Q/9IyAAIAhq/QAAECAK/VAgCf0P/SP9Tv1O/VMEQCAAQRBqDwsLIABBIGohAAwACwtBfwvVAwEXe0Eg/Q8hA0EP/Q8hBEEA/QAEACEJQRD9AAQAIQpBIP0ABAAhC0Ew/QAEACEMQcAA/QAEACENQdAA/QAEACEOQeAA/QAEACEPQfAA/QAEACEQQYAB/QAEACERQZAB/QAEACESQaAB/QAEACETQbAB/QAEACEUQcAB/QAEACEVQdAB/QAEACEWQeAB/QAEACEXQfAB/QAEACEYAkADQCAAIAFPDQEgAP0AAAAgA/1QIQIgAiAE/U4hByACQQT9bSEIIAkgB/0OIAogCP0O/U4hBSARIAf9DiASIAj9Dv1OIQYgAP0AAAEgA/1QIQIgAiAE/U4hByACQQT9bSEIIAUgCyAH/Q4gDCAI/Q79Tv1OIQUgBiATIAf9DiAUIAj9Dv1O/U4hBiAFIAb9UP1TBEAgAP0AAAIgA/1QIQIgAiAE/U4hByACQQT9bSEIIAUgDSAH/Q4gDiAI/Q79Tv1OIQUgBiAVIAf9DiAWIAj9Dv1O/U4hBiAA/QAAAyAD/VAhAiACIAT9TiEHIAJBBP1tIQggBSAPIAf9DiAQIAj9Dv1O/U4hBSAGIBcgB/0OIBggCP0O/U79TiEGIAUgBv1Q/VMEQCAADwsLIABBEGohAAwACwtBfwtWAQF/A0AgASAAayECIAJBAEwEQEEADwsgAP0AAAD9DAAAAAAAAAAAAAAAAAAAAAD9I/1kQX9BASACdEEBayACQRBOG3EEQEEBDwsgAEEQaiEADAALAAs='

export interface Wasm {
  memory: { readonly buffer: ArrayBuffer; grow(pages: number): number }
  find: Find
  findAny: FindAny
  /** Whether a NUL stands between two places: 1 or 0. */
  nul(at: number, end: number): number
}

/** Starts the module; `null` where WebAssembly is switched off or has no room. */
export function instantiateFind(): Wasm | null {
  const { WebAssembly } = globalThis as unknown as {
    WebAssembly: {
      Module: new (bytes: Uint8Array) => object
      Instance: new (module: object) => { exports: unknown }
    }
  }
  try {
    return new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(MODULE, 'base64'))).exports as Wasm
  } catch {
    return null
  }
}
