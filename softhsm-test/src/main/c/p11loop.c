/*
 * Signs as fast as a PKCS#11 module can: the ceiling the adapter is measured against. For benchmarks only.
 *
 *   p11loop MODULE TOKEN KEY RSA_PKCS|ECDSA BYTES THREADS SECONDS
 *
 * TOKEN and KEY are labels, BYTES is how much each signature signs. The user PIN is read from standard input. Each
 * thread has a session of its own and repeats C_SignInit and C_Sign; as JMH does, it goes on uncounted until the last
 * thread's time is over, so that every counted signature was made beside the same number of others. Printed is one line:
 *   signatures=N seconds=F rate=F cpu_us=F
 * signatures and seconds are of all threads and the longest of them, rate is the sum of each thread's own signatures
 * per second, cpu_us is this process's time on the processors for each signature, the uncounted ones included.
 *
 * The function list is used as an array in the order of CK_FUNCTION_LIST of PKCS#11 2.20, section 11.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef unsigned long W;

#define CKF_RW_AND_SERIAL 6UL /* SERIAL is a must; RW because a login is shared by all sessions anyway */
#define CKF_OS_LOCKING_OK 2UL
#define CKU_USER 1UL
#define CKA_CLASS 0UL
#define CKA_LABEL 3UL
#define CKO_PRIVATE_KEY 3UL
#define CKM_RSA_PKCS 0x1UL
#define CKM_ECDSA 0x1041UL

enum { INITIALIZE = 0, GET_SLOT_LIST = 4, GET_TOKEN_INFO = 6, OPEN_SESSION = 12, LOGIN = 18, FIND_INIT = 26, FIND = 27,
       FIND_FINAL = 28, SIGN_INIT = 42, SIGN = 43 };

struct function_list {
    unsigned char major, minor; /* padded to a word, as CK_VERSION is on Linux */
    void *functions[68];
};

struct attribute {
    W type;
    const void *value;
    W length;
};

struct mechanism {
    W mechanism;
    const void *parameter;
    W length;
};

struct initialize_args {
    void *mutexes[4];
    W flags;
    void *reserved;
};

struct worker {
    pthread_t thread;
    W session;
    long counted, all;
    double seconds;
};

static struct function_list *module;
static struct mechanism mechanism;
static W key, input_length;
static double window;
static int threads;
static atomic_int ready, done;

#define CALL(index, type, ...) ((W (*) type)module->functions[index])(__VA_ARGS__)

static void fail(const char *what, W code) {
    fprintf(stderr, "p11loop: %s: 0x%lx\n", what, code);
    exit(1);
}

static void check(const char *what, W code) {
    if (code != 0) fail(what, code);
}

static double now(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void load(const char *path) {
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    W (*get)(struct function_list **);
    if (library == NULL) {
        fprintf(stderr, "p11loop: %s\n", dlerror());
        exit(1);
    }
    get = (W (*)(struct function_list **))dlsym(library, "C_GetFunctionList");
    if (get == NULL) fail("no C_GetFunctionList", 0);
    check("C_GetFunctionList", get(&module));
    struct initialize_args arguments = {{NULL, NULL, NULL, NULL}, CKF_OS_LOCKING_OK, NULL};
    check("C_Initialize", CALL(INITIALIZE, (void *), &arguments));
}

static W slot_of(const char *label) {
    static W slots[4096];
    W count = sizeof slots / sizeof slots[0];
    check("C_GetSlotList", CALL(GET_SLOT_LIST, (unsigned char, W *, W *), 1, slots, &count));
    for (W i = 0; i < count; i++) {
        unsigned char info[512], padded[32]; /* CK_TOKEN_INFO begins with the label and has 208 bytes */
        size_t length = strlen(label) < sizeof padded ? strlen(label) : sizeof padded;
        memset(padded, ' ', sizeof padded);
        memcpy(padded, label, length);
        if (CALL(GET_TOKEN_INFO, (W, void *), slots[i], info) == 0 && memcmp(info, padded, sizeof padded) == 0)
            return slots[i];
    }
    fprintf(stderr, "p11loop: there is no token \"%s\"\n", label);
    exit(1);
}

static W open_session(W slot) {
    W session;
    check("C_OpenSession",
            CALL(OPEN_SESSION, (W, W, void *, void *, W *), slot, CKF_RW_AND_SERIAL, NULL, NULL, &session));
    return session;
}

static void login(W session) {
    char pin[256];
    size_t length = fread(pin, 1, sizeof pin, stdin);
    check("C_Login", CALL(LOGIN, (W, W, const void *, W), session, CKU_USER, pin, length));
    explicit_bzero(pin, sizeof pin);
}

static W key_of(W session, const char *label) {
    W class = CKO_PRIVATE_KEY, found[2], count;
    struct attribute template[] = {{CKA_CLASS, &class, sizeof class}, {CKA_LABEL, label, strlen(label)}};
    check("C_FindObjectsInit", CALL(FIND_INIT, (W, void *, W), session, template, 2));
    check("C_FindObjects", CALL(FIND, (W, W *, W, W *), session, found, 2, &count));
    check("C_FindObjectsFinal", CALL(FIND_FINAL, (W), session));
    if (count != 1) fail("private keys of this label found", count);
    return found[0];
}

static void sign(W session) {
    unsigned char input[512], signature[1024];
    W length = sizeof signature;
    memset(input, 0x5a, sizeof input);
    check("C_SignInit", CALL(SIGN_INIT, (W, void *, W), session, &mechanism, key));
    check("C_Sign", CALL(SIGN, (W, void *, W, void *, W *), session, input, input_length, signature, &length));
}

static void *work(void *argument) {
    struct worker *worker = argument;
    int told = 0;
    sign(worker->session);
    worker->all++;
    atomic_fetch_add(&ready, 1);
    while (atomic_load(&ready) < threads) {
        sign(worker->session);
        worker->all++;
    }
    double begin = now(CLOCK_MONOTONIC), end = begin;
    while (atomic_load(&done) < threads) {
        sign(worker->session);
        worker->all++;
        if (!told) {
            worker->counted++;
            end = now(CLOCK_MONOTONIC);
            if (end - begin >= window) {
                told = 1;
                atomic_fetch_add(&done, 1);
            }
        }
    }
    worker->seconds = end - begin;
    return NULL;
}

int main(int count, char **arguments) {
    if (count != 8) {
        fprintf(stderr, "p11loop MODULE TOKEN KEY RSA_PKCS|ECDSA BYTES THREADS SECONDS, the PIN on standard input\n");
        return 2;
    }
    mechanism.mechanism = strcmp(arguments[4], "ECDSA") == 0 ? CKM_ECDSA : CKM_RSA_PKCS;
    input_length = strtoul(arguments[5], NULL, 10);
    threads = atoi(arguments[6]);
    window = strtod(arguments[7], NULL);
    if (input_length < 1 || input_length > 512 || threads < 1 || threads > 256 || window <= 0 || window > 600) {
        fprintf(stderr, "p11loop: 1 to 512 bytes, 1 to 256 threads, up to 600 seconds\n");
        return 2;
    }
    load(arguments[1]);
    W slot = slot_of(arguments[2]);
    W first = open_session(slot);
    login(first);
    key = key_of(first, arguments[3]);
    struct worker *workers = calloc((size_t)threads, sizeof *workers);
    if (workers == NULL) fail("no memory", 0);
    for (int i = 0; i < threads; i++) workers[i].session = i == 0 ? first : open_session(slot);
    double cpu = now(CLOCK_PROCESS_CPUTIME_ID);
    for (int i = 0; i < threads; i++)
        check("pthread_create", (W)pthread_create(&workers[i].thread, NULL, work, &workers[i]));
    long counted = 0, all = 0;
    double seconds = 0, rate = 0;
    for (int i = 0; i < threads; i++) {
        pthread_join(workers[i].thread, NULL);
        counted += workers[i].counted;
        all += workers[i].all;
        rate += (double)workers[i].counted / workers[i].seconds;
        if (workers[i].seconds > seconds) seconds = workers[i].seconds;
    }
    cpu = now(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    printf("signatures=%ld seconds=%.6f rate=%.3f cpu_us=%.3f\n", counted, seconds, rate, cpu * 1e6 / (double)all);
    free(workers);
    return 0;
}
