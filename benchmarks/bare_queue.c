/* The bare queue, the limit that any engine can reach: M/M/c+M, first come first served, counters only.
   bare_queue AGENTS TALK PATIENCE GAP CONTACTS, means in seconds; prints seconds of the processor, offered and
   abandoned contacts. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static uint64_t state = 88172645463325252ULL;

static double exponential(double mean) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return -mean * log(((double)(state >> 12) + 0.5) * 0x1p-52);
}

static double *ends; /* of the conversations that go on: a heap, the next one first */
static int busy;

static void begin(double end) {
    int k = busy++;
    while (k && ends[(k - 1) / 2] > end) {
        ends[k] = ends[(k - 1) / 2];
        k = (k - 1) / 2;
    }
    ends[k] = end;
}

static void finish(void) {
    double last = ends[--busy];
    int k = 0, next;
    while ((next = 2 * k + 1) < busy) {
        if (next + 1 < busy && ends[next + 1] < ends[next]) next++;
        if (ends[next] >= last) break;
        ends[k] = ends[next];
        k = next;
    }
    if (busy) ends[k] = last;
}

int main(int count, char **of) {
    if (count < 6) return 1;
    int agents = atoi(of[1]);
    double talk = atof(of[2]), patience = atof(of[3]), gap = atof(of[4]);
    long contacts = atol(of[5]), offered = 0, abandoned = 0, first = 0, last = 0, room = 1L << 20;
    double *gives_up = malloc(room * sizeof *gives_up), now = 0.0;
    ends = malloc((agents + 1) * sizeof *ends);
    clock_t began = clock();
    while (offered < contacts) {
        now += exponential(gap);
        while (busy && ends[0] <= now) {
            double at = ends[0];
            finish();
            while (first < last) {
                if (gives_up[first++ % room] > at) {
                    begin(at + exponential(talk));
                    break;
                }
                abandoned++;
            }
        }
        offered++;
        if (busy < agents) begin(now + exponential(talk));
        else gives_up[last++ % room] = now + exponential(patience);
    }
    printf("%.3f %ld %ld\n", (double)(clock() - began) / CLOCKS_PER_SEC, offered, abandoned);
    return 0;
}
