// Copyright 2026 the lanefactor authors. Licensed under the Apache License, Version 2.0.
// SPDX-License-Identifier: Apache-2.0

// The widest vectors that the compiler was told of: AVX-512, NEON, or a plain float.
#ifndef LANEFACTOR_VECTOR_H
#define LANEFACTOR_VECTOR_H

#include <stdint.h>
#include <string.h>

#if defined(__AVX512F__)

#include <immintrin.h>
#define VECTOR_NAME "AVX-512"
enum { LANES = 16 };
typedef __m512 vector;

static inline vector load(const float *at) { return _mm512_load_ps(at); }
static inline void store(float *at, vector v) { _mm512_store_ps(at, v); }
static inline vector all(float x) { return _mm512_set1_ps(x); }
static inline vector add(vector a, vector b) { return _mm512_add_ps(a, b); }
static inline vector sub(vector a, vector b) { return _mm512_sub_ps(a, b); }
static inline vector mul(vector a, vector b) { return _mm512_mul_ps(a, b); }
static inline vector over(vector a, vector b) { return _mm512_div_ps(a, b); }
/* a·b + c */
static inline vector fma_(vector a, vector b, vector c) { return _mm512_fmadd_ps(a, b, c); }
/* The lowest bits of each float, moved up into its exponent. */
static inline vector exponent(vector v) {
  return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_castps_si512(v), 23));
}
static inline float sum(vector v) { return _mm512_reduce_add_ps(v); }

#elif defined(__ARM_NEON) && defined(__aarch64__)

#include <arm_neon.h>
#define VECTOR_NAME "NEON"
enum { LANES = 4 };
typedef float32x4_t vector;

static inline vector load(const float *at) { return vld1q_f32(at); }
static inline void store(float *at, vector v) { vst1q_f32(at, v); }
static inline vector all(float x) { return vdupq_n_f32(x); }
static inline vector add(vector a, vector b) { return vaddq_f32(a, b); }
static inline vector sub(vector a, vector b) { return vsubq_f32(a, b); }
static inline vector mul(vector a, vector b) { return vmulq_f32(a, b); }
static inline vector over(vector a, vector b) { return vdivq_f32(a, b); }
static inline vector fma_(vector a, vector b, vector c) { return vfmaq_f32(c, a, b); }
static inline vector exponent(vector v) {
  return vreinterpretq_f32_s32(vshlq_n_s32(vreinterpretq_s32_f32(v), 23));
}
static inline float sum(vector v) { return vaddvq_f32(v); }

#else

#define VECTOR_NAME "plain C"
enum { LANES = 1 };
typedef float vector;

static inline vector load(const float *at) { return *at; }
static inline void store(float *at, vector v) { *at = v; }
static inline vector all(float x) { return x; }
static inline vector add(vector a, vector b) { return a + b; }
static inline vector sub(vector a, vector b) { return a - b; }
static inline vector mul(vector a, vector b) { return a * b; }
static inline vector over(vector a, vector b) { return a / b; }
static inline vector fma_(vector a, vector b, vector c) { return a * b + c; }
static inline vector exponent(vector v) {
  uint32_t bits;
  memcpy(&bits, &v, sizeof bits);
  bits <<= 23;
  memcpy(&v, &bits, sizeof bits);
  return v;
}
static inline float sum(vector v) { return v; }

#endif
#endif
