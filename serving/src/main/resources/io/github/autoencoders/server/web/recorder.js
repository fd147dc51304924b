'use strict';

// What the microphone gives, some thousand samples at a time.
class Recorder extends AudioWorkletProcessor {
  constructor() {
    super();
    this.part = new Float32Array(4096);
    this.size = 0;
  }

  process([[samples]]) {
    if (!samples) return true;
    this.part.set(samples, this.size);
    this.size += samples.length;
    if (this.size === this.part.length) {
      this.port.postMessage(this.part);
      this.part = new Float32Array(this.part.length);
      this.size = 0;
    }
    return true;
  }
}

registerProcessor('recorder', Recorder);
