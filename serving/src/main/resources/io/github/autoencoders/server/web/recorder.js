'use strict';

// What the microphone gives, some thousand samples at a time, and at a message the rest.
class Recorder extends AudioWorkletProcessor {
  constructor() {
    super();
    this.part = new Float32Array(4096);
    this.size = 0;
    this.ended = false;
    this.port.onmessage = () => {
      this.ended = true;
      this.port.postMessage({ part: this.part.slice(0, this.size), ended: true });
    };
  }

  process([[samples]]) {
    if (this.ended) return false;
    if (!samples) return true;
    this.part.set(samples, this.size);
    this.size += samples.length;
    if (this.size === this.part.length) {
      this.port.postMessage({ part: this.part, ended: false });
      this.part = new Float32Array(this.part.length);
      this.size = 0;
    }
    return true;
  }
}

registerProcessor('recorder', Recorder);
