// Copyright 2026 the lanefactor authors. Licensed under the Apache License, Version 2.0.
// SPDX-License-Identifier: Apache-2.0

// One fused pass in C, to take ratios against: the squared error of
// sigmoid(U·Mᵀ + bu + bm + bg) against X over all n×m cells, and its gradients by all weights.
// X is 0 but for the rated cells. It computes what lanefactor's FusedPass does, by the same method
// (docs/kernel.md), written for one machine at a time: the order of its sums depends on the vectors
// and on the number of threads.
//
//   pass USERS ITEMS DENSITY FACTORS THREADS SECONDS
//
// checks itself against plain loops, then prints the median milliseconds of a pass.

#define _GNU_SOURCE
#include <math.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "vector.h"

enum {
  ROWS = 6,           // users in a tile: 6 × 4 vectors of logits stay in registers
  VECTORS = 4,        // of items in a panel
  PANEL = VECTORS * LANES,
  STRIP = 8,          // tiles that go through all panels together
  MOST_THREADS = 64
};

static const float LOG2E = 1.44269504f;

typedef struct {
  int n, m, k;
  int *start;         // n + 1: where each user's rated cells begin
  int *item;
  float *target;
  float *u, *v;       // n×k, m×k
  float *bu, *bv, bg;
} problem;

// A rated cell, by its place in the tile's buffer.
typedef struct {
  unsigned short at;
  float target;
} rated;

typedef struct pass pass;

// What one thread works on and sums up.
typedef struct {
  pass *of;
  int number, first, end;   // its tiles
  double loss;
  float *dv;                // [panel][k + 1][PANEL]
  float *lanes;             // [tile of the strip][k + 1][ROWS][LANES]
  float *cells[2];          // targets of this tile and the next
  int *list;                // where each tile's ratings begin, in the order of the work
  rated *ratings;
} worker;

struct pass {
  const problem *problem;
  int tiles, panels, threads;
  float *u;                 // [tile][k + 1][ROWS], times −log2(e)
  float *v;                 // [panel][k + 1][PANEL], the bias times −log2(e)
  float *du;                // [tile][k + 1][ROWS]
  double loss;
  worker workers[MOST_THREADS];
  atomic_int begun, summed, done;
};

static void *room(size_t floats) {
  size_t bytes = (floats * sizeof(float) + 127) / 64 * 64;
  void *memory = aligned_alloc(64, bytes);
  if (!memory) {
    fprintf(stderr, "pass: no memory for %zu bytes\n", bytes);
    exit(1);
  }
  memset(memory, 0, bytes);
  return memory;
}

static double seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

static void set_targets(const worker *w, int list, float *cells) {
  for (int i = w->list[list]; i < w->list[list + 1]; i++) {
    cells[w->ratings[i].at] = w->ratings[i].target;
  }
}

// Some tiles of users by one panel of items.
static inline __attribute__((always_inline)) vector tile_by_panel(
    int k, const float *u, const float *v, float *du, float *dv, float *x) {
  vector z[ROWS][VECTORS];
#pragma GCC unroll 6
  for (int r = 0; r < ROWS; r++) {
    vector bias = all(u[k * ROWS + r]);
#pragma GCC unroll 4
    for (int c = 0; c < VECTORS; c++) {
      z[r][c] = add(load(v + k * PANEL + c * LANES), bias);
    }
  }
#pragma GCC unroll 1
  for (int l = 0; l < k; l++) {
    vector m[VECTORS];
#pragma GCC unroll 4
    for (int c = 0; c < VECTORS; c++) {
      m[c] = load(v + l * PANEL + c * LANES);
    }
#pragma GCC unroll 6
    for (int r = 0; r < ROWS; r++) {
      vector factor = all(u[l * ROWS + r]);
#pragma GCC unroll 4
      for (int c = 0; c < VECTORS; c++) {
        z[r][c] = fma_(factor, m[c], z[r][c]);
      }
    }
  }
  vector loss = all(0);
#pragma GCC unroll 6
  for (int r = 0; r < ROWS; r++) {
#pragma GCC unroll 4
    for (int c = 0; c < VECTORS; c++) {
      // The sigmoid of docs/kernel.md: 2^t by rounding and a quotient, in one division.
      vector t = z[r][c];
      vector rounded = add(t, all(12582912.0f + 127.0f));
      vector f = sub(t, sub(rounded, all(12582912.0f + 127.0f)));
      vector even = fma_(f, f, all(25.0393963f));
      vector odd = mul(f, all(8.67793846f));
      vector low = sub(even, odd);
      vector s = over(low, fma_(add(even, odd), exponent(rounded), low));
      vector d = sub(load(x + r * PANEL + c * LANES), s);
      store(x + r * PANEL + c * LANES, all(0));
      loss = fma_(d, d, loss);
      z[r][c] = mul(mul(sub(s, all(1)), s), d);
    }
  }
#pragma GCC unroll 1
  for (int l = 0; l < k; l++) {
    vector m[VECTORS], d[VECTORS];
#pragma GCC unroll 4
    for (int c = 0; c < VECTORS; c++) {
      m[c] = load(v + l * PANEL + c * LANES);
      d[c] = load(dv + l * PANEL + c * LANES);
    }
#pragma GCC unroll 6
    for (int r = 0; r < ROWS; r++) {
      vector factor = all(u[l * ROWS + r]);
      vector s = load(du + (l * ROWS + r) * LANES);
#pragma GCC unroll 4
      for (int c = 0; c < VECTORS; c++) {
        d[c] = fma_(factor, z[r][c], d[c]);
        s = fma_(m[c], z[r][c], s);
      }
      store(du + (l * ROWS + r) * LANES, s);
    }
#pragma GCC unroll 4
    for (int c = 0; c < VECTORS; c++) {
      store(dv + l * PANEL + c * LANES, d[c]);
    }
  }
#pragma GCC unroll 6
  for (int r = 0; r < ROWS; r++) {
    float *at = du + (k * ROWS + r) * LANES;
    store(at, add(load(at), add(add(z[r][0], z[r][1]), add(z[r][2], z[r][3]))));
  }
#pragma GCC unroll 4
  for (int c = 0; c < VECTORS; c++) {
    float *at = dv + k * PANEL + c * LANES;
    vector s = add(add(add(z[0][c], z[1][c]), add(z[2][c], z[3][c])), add(z[4][c], z[5][c]));
    store(at, add(load(at), s));
  }
  return loss;
}

static void work(worker *w) {
  pass *p = w->of;
  int k = p->problem->k, list = 0, side = 0;
  size_t tile_size = (size_t)(k + 1) * ROWS, panel_size = (size_t)(k + 1) * PANEL;
  double loss = 0;
  memset(w->dv, 0, p->panels * panel_size * sizeof(float));
  set_targets(w, 0, w->cells[0]);
  for (int first = w->first; first < w->end; first += STRIP) {
    int tiles = w->end - first < STRIP ? w->end - first : STRIP;
    memset(w->lanes, 0, tiles * tile_size * LANES * sizeof(float));
    for (int panel = 0; panel < p->panels; panel++) {
      vector of_panel = all(0);
      for (int tile = 0; tile < tiles; tile++) {
        set_targets(w, list + 1, w->cells[1 - side]); // while the tile before is in the pipeline
        of_panel = add(of_panel, tile_by_panel(
            k, p->u + (first + tile) * tile_size, p->v + panel * panel_size,
            w->lanes + tile * tile_size * LANES, w->dv + panel * panel_size, w->cells[side]));
        side = 1 - side;
        list++;
      }
      loss += sum(of_panel);
    }
    for (size_t i = 0; i < tiles * tile_size; i++) {
      p->du[first * tile_size + i] = sum(load(w->lanes + i * LANES));
    }
  }
  w->loss = loss;
}

// A thread's share of the sums over all users, once all threads have summed theirs.
static void join(worker *w) {
  pass *p = w->of;
  atomic_fetch_add_explicit(&p->summed, 1, memory_order_acq_rel);
  while (atomic_load_explicit(&p->summed, memory_order_acquire) < p->threads) {
  }
  size_t panel_size = (size_t)(p->problem->k + 1) * PANEL;
  size_t from = (size_t)p->panels * w->number / p->threads * panel_size;
  size_t to = (size_t)p->panels * (w->number + 1) / p->threads * panel_size;
  float *all_users = p->workers[0].dv;
  for (int i = 1; i < p->threads; i++) {
    for (size_t j = from; j < to; j += LANES) {
      store(all_users + j, add(load(all_users + j), load(p->workers[i].dv + j)));
    }
  }
}

// The helpers spin: a pass takes a few milliseconds.
static void *help(void *argument) {
  worker *w = argument;
  cpu_set_t cpus;
  CPU_ZERO(&cpus);
  CPU_SET(w->number, &cpus);
  pthread_setaffinity_np(pthread_self(), sizeof cpus, &cpus); // a hint: no harm if it fails
  for (int round = 1;; round++) {
    while (atomic_load_explicit(&w->of->begun, memory_order_acquire) < round) {
    }
    if (!w->of->problem) {
      return NULL;
    }
    work(w);
    join(w);
    atomic_fetch_add_explicit(&w->of->done, 1, memory_order_release);
  }
}

static void run(pass *p) {
  atomic_store(&p->summed, 0);
  atomic_store(&p->done, 0);
  atomic_fetch_add_explicit(&p->begun, 1, memory_order_release);
  work(&p->workers[0]);
  join(&p->workers[0]);
  while (atomic_load_explicit(&p->done, memory_order_acquire) < p->threads - 1) {
  }
  p->loss = 0;
  for (int i = 0; i < p->threads; i++) {
    p->loss += p->workers[i].loss;
  }
}

// The ratings of a thread's tiles, in the order in which it visits them.
static void list_ratings(worker *w) {
  const pass *p = w->of;
  const problem *q = p->problem;
  int *next = malloc(q->n * sizeof(int));
  memcpy(next, q->start, q->n * sizeof(int));
  int list = 0, at = 0;
  w->list = calloc((size_t)(w->end - w->first) * p->panels + 2, sizeof(int));
  w->ratings = malloc((q->start[q->n] + 1) * sizeof(rated));
  for (int first = w->first; first < w->end; first += STRIP) {
    int end = first + STRIP < w->end ? first + STRIP : w->end;
    for (int panel = 0; panel < p->panels; panel++) {
      for (int tile = first; tile < end; tile++) {
        for (int r = 0; r < ROWS && tile * ROWS + r < q->n; r++) {
          int user = tile * ROWS + r;
          for (; next[user] < q->start[user + 1]; next[user]++) {
            int item = q->item[next[user]];
            if (item >= (panel + 1) * PANEL) {
              break;
            }
            w->ratings[at].at = r * PANEL + item - panel * PANEL;
            w->ratings[at++].target = q->target[next[user]];
          }
        }
        w->list[++list] = at;
      }
    }
  }
  w->list[list + 1] = at; // the list after the last is empty
  free(next);
}

static pass *prepare(const problem *q, int threads) {
  pass *p = calloc(1, sizeof *p);
  p->problem = q;
  p->threads = threads;
  p->tiles = (q->n + ROWS - 1) / ROWS;
  p->panels = (q->m + PANEL - 1) / PANEL;
  int k = q->k;
  p->u = room((size_t)p->tiles * ROWS * (k + 1));
  p->du = room((size_t)p->tiles * ROWS * (k + 1));
  p->v = room((size_t)p->panels * PANEL * (k + 1));
  // Beyond the last user and item the logit is −∞ for all purposes: no error, no gradient.
  for (int i = 0; i < p->tiles * ROWS; i++) {
    float *to = p->u + (size_t)(i / ROWS) * ROWS * (k + 1) + i % ROWS;
    for (int l = 0; l < k && i < q->n; l++) {
      to[l * ROWS] = -LOG2E * q->u[(size_t)i * k + l];
    }
    to[k * ROWS] = i < q->n ? -LOG2E * (q->bu[i] + q->bg) : 60;
  }
  for (int j = 0; j < p->panels * PANEL; j++) {
    float *to = p->v + (size_t)(j / PANEL) * PANEL * (k + 1) + j % PANEL;
    for (int l = 0; l < k && j < q->m; l++) {
      to[l * PANEL] = q->v[(size_t)j * k + l];
    }
    to[k * PANEL] = j < q->m ? -LOG2E * q->bv[j] : 60;
  }
  for (int i = 0; i < threads; i++) {
    worker *w = &p->workers[i];
    w->of = p;
    w->number = i;
    w->first = (long)p->tiles * i / threads;
    w->end = (long)p->tiles * (i + 1) / threads;
    w->dv = room((size_t)p->panels * PANEL * (k + 1));
    w->lanes = room((size_t)STRIP * ROWS * (k + 1) * LANES);
    w->cells[0] = room(ROWS * PANEL);
    w->cells[1] = room(ROWS * PANEL);
    list_ratings(w);
    if (i > 0) {
      pthread_t thread;
      pthread_create(&thread, NULL, help, w);
    }
  }
  return p;
}

static unsigned long state = 862;

static double unit(void) {
  state = state * 6364136223846793005ul + 1442695040888963407ul;
  return (state >> 11) * 0x1p-53;
}

// Made-up ratings; the first items are rated far more often than the last.
static problem *make(int n, int m, int k, double density) {
  problem *q = calloc(1, sizeof *q);
  q->n = n;
  q->m = m;
  q->k = k;
  q->start = calloc(n + 1, sizeof(int));
  size_t most = (size_t)n * m + 1;
  q->item = malloc(most * sizeof(int));
  q->target = malloc(most * sizeof(float));
  for (int i = 0, size = 0; i < n; i++) {
    for (int j = 0; j < m; j++) {
      if (unit() < 2 * density * (1 - (j + 0.5) / m)) {
        q->item[size] = j;
        q->target[size++] = (1 + (int)(10 * unit())) / 10.0f;
      }
    }
    q->start[i + 1] = size;
  }
  q->u = malloc((size_t)n * k * sizeof(float));
  q->v = malloc((size_t)m * k * sizeof(float));
  q->bu = malloc(n * sizeof(float));
  q->bv = malloc(m * sizeof(float));
  for (size_t i = 0; i < (size_t)n * k; i++) {
    q->u[i] = 0.6 * unit() - 0.3;
  }
  for (size_t j = 0; j < (size_t)m * k; j++) {
    q->v[j] = 0.6 * unit() - 0.3;
  }
  for (int i = 0; i < n; i++) {
    q->bu[i] = 0.6 * unit() - 0.3;
  }
  for (int j = 0; j < m; j++) {
    q->bv[j] = 0.6 * unit() - 0.3;
  }
  q->bg = -1;
  return q;
}

static void expect(double expected, double found, double scale, const char *what, int at) {
  if (!(fabs(expected - found) <= 1e-5 * scale)) {
    fprintf(stderr, "pass: %s at %d: expected %g, found %g\n", what, at, expected, found);
    exit(1);
  }
}

// Compares loss and gradients with those of plain loops in double precision.
static void check(int n, int m, int k, int threads) {
  problem *q = make(n, m, k, 0.2);
  pass *p = prepare(q, threads);
  run(p);
  run(p);
  double *du = calloc((size_t)n * (k + 1), sizeof(double));
  double *dv = calloc((size_t)m * (k + 1), sizeof(double));
  double loss = 0;
  for (int i = 0; i < n; i++) {
    int e = q->start[i];
    for (int j = 0; j < m; j++) {
      double z = (double)q->bu[i] + q->bv[j] + q->bg;
      for (int l = 0; l < k; l++) {
        z += (double)q->u[i * k + l] * q->v[j * k + l];
      }
      double x = e < q->start[i + 1] && q->item[e] == j ? q->target[e++] : 0;
      double s = 1 / (1 + exp(-z));
      loss += (s - x) * (s - x);
      double g = (s - x) * s * (1 - s);
      for (int l = 0; l <= k; l++) {
        du[i * (k + 1) + l] += g * (l < k ? q->v[j * k + l] : 1);
        dv[j * (k + 1) + l] += g * (l < k ? q->u[i * k + l] : 1);
      }
    }
  }
  expect(loss, p->loss, loss, "loss", 0);
  for (int i = 0; i < n; i++) {
    for (int l = 0; l <= k; l++) {
      float found = p->du[((size_t)(i / ROWS) * (k + 1) + l) * ROWS + i % ROWS];
      expect(du[i * (k + 1) + l], found, m, "a user's gradient", i);
    }
  }
  for (int j = 0; j < m; j++) {
    for (int l = 0; l <= k; l++) {
      float found = p->workers[0].dv[((size_t)(j / PANEL) * (k + 1) + l) * PANEL + j % PANEL];
      expect(dv[j * (k + 1) + l], l < k ? found / -LOG2E : found, n, "an item's gradient", j);
    }
  }
  p->problem = NULL; // ends the helpers
  atomic_fetch_add_explicit(&p->begun, 1, memory_order_release);
}

static int by_size(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return x < y ? -1 : x > y;
}

int main(int count, char **argument) {
  if (count != 7) {
    fprintf(stderr, "usage: pass USERS ITEMS DENSITY FACTORS THREADS SECONDS\n");
    return 2;
  }
  int n = atoi(argument[1]), m = atoi(argument[2]), k = atoi(argument[4]);
  int threads = atoi(argument[5]);
  double density = atof(argument[3]), time = atof(argument[6]);
  if (n < 1 || m < 1 || k < 1 || threads < 1 || threads > MOST_THREADS
      || !(density >= 0 && density <= 0.5) || !(time > 0 && time <= 3600)) {
    fprintf(stderr, "pass: expected sizes of at least 1, at most %d threads, a density from 0"
        " to 0.5 and up to 3600 seconds\n", MOST_THREADS);
    return 2;
  }
  cpu_set_t cpus;
  CPU_ZERO(&cpus);
  CPU_SET(0, &cpus);
  pthread_setaffinity_np(pthread_self(), sizeof cpus, &cpus);
  check(37, 131, 7, 1);
  check(131, 203, 15, threads);
  pass *p = prepare(make(n, m, k, density), threads);
  double end = seconds() + time / 5;
  while (seconds() < end) {
    run(p);
  }
  enum { MOST = 1 << 20 };
  double *times = malloc(MOST * sizeof(double));
  int size = 0;
  for (end = seconds() + time; size == 0 || (seconds() < end && size < MOST); size++) {
    double begin = seconds();
    run(p);
    times[size] = 1e3 * (seconds() - begin);
  }
  qsort(times, size, sizeof(double), by_size);
  printf("%.4f %s\n", times[size / 2], VECTOR_NAME);
  return 0;
}
