/*
 * A PKCS#11 module around another one that fails when told to. For tests only.
 *
 * Settings come from the environment, or line by line from the file "<this library>.conf", which wins:
 *   P11FAULT_MODULE=path   the real module, an absolute path
 *   P11FAULT_CONTROL=path  the control file, looked at in every call (one stat), need not exist
 *   P11FAULT_COUNTS=path   made and kept mapped: per function a record { char name[40]; u64 calls, injected, hanging; }
 *
 * Each line of the control file is one fault: a function's name, or * for all but C_Initialize and C_Finalize, then words
 * separated by single spaces. The first line that fits a call and is not used up decides. A line that is not understood
 * makes every call fail.
 *   skip=N         the first N calls that fit are left alone
 *   percent=N      each call that fits is touched with a chance of N in 100; the dice are thrown alike in each process
 *   count=N        only N calls are touched; without it all are, until the line is removed
 *   id=TEXT        no meaning; a line whose text changes begins anew
 *   delay_us=N     sleeps first
 *   hang           waits until this line is gone from the file, then goes on
 *   kill           SIGKILL to the own process before the call is performed; with "after": after
 *   drop           C_CloseAllSessions behind the application's back first, on the slot of the last C_OpenSession
 *   finalize       C_Finalize behind the application's back first
 *   error=N        (0x30 or 48) is returned and the call is not performed. An operation of C_Sign, C_SignFinal,
 *                  C_Encrypt, C_Decrypt is ended as PKCS#11 asks, unless "keep"
 *   after          with error: the call is performed, output included, and then the error returned: a lost reply
 *   keep           with error: a driver that leaves the operation active
 *   short=N        C_Sign, C_SignFinal say that N bytes less came out
 *   flip           one bit of what C_Sign, C_SignFinal put out is wrong
 *   sessions=N     C_OpenSession returns CKR_SESSION_COUNT when N are open; C_GetTokenInfo says that N are allowed
 *
 * Only C_GetFunctionList is exported: a module loaded behind this one must never find our functions instead of its own.
 * All functions take machine words (a CK_BBOOL travels in one too) and return one: CK_FUNCTION_LIST of PKCS#11 2.20.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

typedef unsigned long W;

#define CKR_OK 0x00UL
#define CKR_GENERAL_ERROR 0x05UL
#define CKR_SESSION_COUNT 0xB1UL

#define FUNCTIONS(X) \
    X(C_Initialize, 1) X(C_Finalize, 1) X(C_GetInfo, 1) X(C_GetFunctionList, 1) X(C_GetSlotList, 3) \
    X(C_GetSlotInfo, 2) X(C_GetTokenInfo, 2) X(C_GetMechanismList, 3) X(C_GetMechanismInfo, 3) X(C_InitToken, 4) \
    X(C_InitPIN, 3) X(C_SetPIN, 5) X(C_OpenSession, 5) X(C_CloseSession, 1) X(C_CloseAllSessions, 1) \
    X(C_GetSessionInfo, 2) X(C_GetOperationState, 3) X(C_SetOperationState, 5) X(C_Login, 4) X(C_Logout, 1) \
    X(C_CreateObject, 4) X(C_CopyObject, 5) X(C_DestroyObject, 2) X(C_GetObjectSize, 3) X(C_GetAttributeValue, 4) \
    X(C_SetAttributeValue, 4) X(C_FindObjectsInit, 3) X(C_FindObjects, 4) X(C_FindObjectsFinal, 1) \
    X(C_EncryptInit, 3) X(C_Encrypt, 5) X(C_EncryptUpdate, 5) X(C_EncryptFinal, 3) X(C_DecryptInit, 3) \
    X(C_Decrypt, 5) X(C_DecryptUpdate, 5) X(C_DecryptFinal, 3) X(C_DigestInit, 2) X(C_Digest, 5) \
    X(C_DigestUpdate, 3) X(C_DigestKey, 2) X(C_DigestFinal, 3) X(C_SignInit, 3) X(C_Sign, 5) X(C_SignUpdate, 3) \
    X(C_SignFinal, 3) X(C_SignRecoverInit, 3) X(C_SignRecover, 5) X(C_VerifyInit, 3) X(C_Verify, 5) \
    X(C_VerifyUpdate, 3) X(C_VerifyFinal, 3) X(C_VerifyRecoverInit, 3) X(C_VerifyRecover, 5) \
    X(C_DigestEncryptUpdate, 5) X(C_DecryptDigestUpdate, 5) X(C_SignEncryptUpdate, 5) X(C_DecryptVerifyUpdate, 5) \
    X(C_GenerateKey, 5) X(C_GenerateKeyPair, 8) X(C_WrapKey, 6) X(C_UnwrapKey, 8) X(C_DeriveKey, 6) \
    X(C_SeedRandom, 3) X(C_GenerateRandom, 3) X(C_GetFunctionStatus, 1) X(C_CancelFunction, 1) X(C_WaitForSlotEvent, 3)

enum { /* one number per function */
#define X(name, arity) I_##name,
    FUNCTIONS(X)
#undef X
    FUNCTION_COUNT
};

static const char *const NAMES[] = {
#define X(name, arity) #name,
    FUNCTIONS(X)
#undef X
};

struct function_list {
    unsigned char major, minor; /* padded to a word, as CK_VERSION is on Linux */
    void *functions[FUNCTION_COUNT];
};

_Static_assert(FUNCTION_COUNT == 68, "CK_FUNCTION_LIST of PKCS#11 2.20 has 68 functions");
_Static_assert(sizeof(W) == sizeof(void *), "CK_ULONG is a machine word here");

struct record {
    char name[40];
    _Atomic uint64_t calls, injected, hanging;
};

struct rule {
    char text[256];
    int function; /* -1 = all */
    unsigned long skip, percent, count, delay_us, shorter, sessions;
    W error;
    int limited, fails, after, keep, hang, kill, drop, finalize, flip, counts_sessions;
};

#define MAX_RULES 64
static struct function_list *real;
static struct function_list ours;
static struct record private_counts[FUNCTION_COUNT];
static struct record *counts = private_counts;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct rule rules[MAX_RULES];
static int rule_count;
static unsigned int dice = 1; /* under the lock */
static struct stat seen;
static char control_path[PATH_MAX];
static _Atomic long open_sessions;
static _Atomic W last_slot;

/* ---- settings ---- */

static void setting(const char *name, char *value, size_t size) {
    char path[PATH_MAX];
    Dl_info self;
    const char *from_environment = getenv(name);
    snprintf(value, size, "%s", from_environment == NULL ? "" : from_environment);
    if (dladdr((void *)&setting, &self) == 0 || self.dli_fname == NULL) return;
    if ((size_t)snprintf(path, sizeof path, "%s.conf", self.dli_fname) >= sizeof path) return;
    FILE *file = fopen(path, "re");
    if (file == NULL) return;
    char line[PATH_MAX + 64];
    size_t length = strlen(name);
    while (fgets(line, sizeof line, file) != NULL) {
        line[strcspn(line, "\n")] = 0;
        if (strncmp(line, name, length) == 0 && line[length] == '=') snprintf(value, size, "%s", line + length + 1);
    }
    fclose(file);
}

static void map_counts(void) {
    char path[PATH_MAX];
    setting("P11FAULT_COUNTS", path, sizeof path);
    if (path[0] != 0) {
        int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        if (file >= 0 && ftruncate(file, sizeof private_counts) == 0) {
            void *mapped = mmap(NULL, sizeof private_counts, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
            if (mapped != MAP_FAILED) counts = mapped;
        }
        if (file >= 0) close(file);
    }
    for (int i = 0; i < FUNCTION_COUNT; i++) {
        memset(&counts[i], 0, sizeof counts[i]);
        strncpy(counts[i].name, NAMES[i], sizeof counts[i].name - 1);
    }
}

/* ---- the control file ---- */

static int number_after(const char *word, const char *key, unsigned long *value) {
    size_t length = strlen(key);
    if (strncmp(word, key, length) != 0 || word[length] != '=') return 0;
    *value = strtoul(word + length + 1, NULL, 0);
    return 1;
}

/* Fills a rule from a line; 0 = it is not understood. */
static int parse(const char *line, struct rule *rule) {
    char copy[sizeof rule->text], *position = NULL;
    *rule = (struct rule){.percent = 100};
    snprintf(rule->text, sizeof rule->text, "%s", line);
    snprintf(copy, sizeof copy, "%s", line);
    char *word = strtok_r(copy, " ", &position);
    rule->function = -2;
    if (word != NULL && strcmp(word, "*") == 0) rule->function = -1;
    for (int i = 0; word != NULL && i < FUNCTION_COUNT; i++)
        if (strcmp(word, NAMES[i]) == 0) rule->function = i;
    if (rule->function == -2) return 0;
    while ((word = strtok_r(NULL, " ", &position)) != NULL) {
        unsigned long ignored;
        if (number_after(word, "skip", &rule->skip) || number_after(word, "delay_us", &rule->delay_us)) continue;
        if (number_after(word, "percent", &rule->percent)) continue;
        if (number_after(word, "count", &rule->count)) rule->limited = 1;
        else if (number_after(word, "error", &rule->error)) rule->fails = 1;
        else if (number_after(word, "short", &rule->shorter)) continue;
        else if (number_after(word, "sessions", &rule->sessions)) rule->counts_sessions = 1;
        else if (number_after(word, "id", &ignored)) continue;
        else if (number_after(word, "after", &ignored) || strcmp(word, "after") == 0) rule->after = 1;
        else if (number_after(word, "keep", &ignored) || strcmp(word, "keep") == 0) rule->keep = 1;
        else if (strcmp(word, "hang") == 0) rule->hang = 1;
        else if (strcmp(word, "kill") == 0) rule->kill = 1;
        else if (strcmp(word, "drop") == 0) rule->drop = 1;
        else if (strcmp(word, "finalize") == 0) rule->finalize = 1;
        else if (strcmp(word, "flip") == 0) rule->flip = 1;
        else return 0;
    }
    return 1;
}

/* Reads the control file again when it is another than last time. A line that stays keeps what is left of it. */
static void reload(void) {
    struct stat now;
    if (control_path[0] == 0) return;
    if (stat(control_path, &now) != 0) memset(&now, 0, sizeof now);
    if (now.st_ino == seen.st_ino && now.st_size == seen.st_size && now.st_mtim.tv_sec == seen.st_mtim.tv_sec
            && now.st_mtim.tv_nsec == seen.st_mtim.tv_nsec)
        return;
    static struct rule fresh[MAX_RULES]; /* under the lock */
    FILE *file = fopen(control_path, "re");
    char line[sizeof fresh[0].text];
    int n = 0;
    while (file != NULL && n < MAX_RULES && fgets(line, sizeof line, file) != NULL) {
        line[strcspn(line, "\n")] = 0;
        if (line[0] == 0 || line[0] == '#') continue;
        if (!parse(line, &fresh[n])) {
            /* A test must not pass because of a typing error: everything fails. */
            fprintf(stderr, "p11fault: cannot understand the line \"%s\"\n", line);
            parse("* error=0x05", &fresh[n]);
        }
        for (int i = 0; i < rule_count; i++)
            if (strcmp(rules[i].text, line) == 0) fresh[n] = rules[i];
        n++;
    }
    if (file != NULL) fclose(file);
    memcpy(rules, fresh, sizeof rules);
    rule_count = n;
    seen = now;
}

/* The fault for this call, copied, so that nothing of it changes while the call is under way. */
static int fault_for(int function, struct rule *chosen) {
    int found = 0, general = function != I_C_Initialize && function != I_C_Finalize;
    pthread_mutex_lock(&lock);
    reload();
    for (int i = 0; i < rule_count && !found; i++) {
        struct rule *rule = &rules[i];
        if (rule->function != function && !(rule->function == -1 && general)) continue;
        if (rule->limited && rule->count == 0) continue;
        if (rule->counts_sessions && function != I_C_GetTokenInfo
                && (function != I_C_OpenSession || open_sessions < (long)rule->sessions))
            continue;
        if (rule->skip > 0) {
            rule->skip--;
            continue;
        }
        if ((unsigned long)rand_r(&dice) % 100 >= rule->percent) continue;
        if (rule->limited) rule->count--;
        *chosen = *rule;
        found = 1;
    }
    pthread_mutex_unlock(&lock);
    return found;
}

static int still_there(const char *text) {
    int found = 0;
    pthread_mutex_lock(&lock);
    reload();
    for (int i = 0; i < rule_count; i++) found |= strcmp(rules[i].text, text) == 0;
    pthread_mutex_unlock(&lock);
    return found;
}

/* ---- one call ---- */

static W invoke(int function, int arity, const W *a) {
    void *f = real->functions[function];
    W result;
    switch (arity) {
        case 1: result = ((W (*)(W))f)(a[0]); break;
        case 2: result = ((W (*)(W, W))f)(a[0], a[1]); break;
        case 3: result = ((W (*)(W, W, W))f)(a[0], a[1], a[2]); break;
        case 4: result = ((W (*)(W, W, W, W))f)(a[0], a[1], a[2], a[3]); break;
        case 5: result = ((W (*)(W, W, W, W, W))f)(a[0], a[1], a[2], a[3], a[4]); break;
        case 6: result = ((W (*)(W, W, W, W, W, W))f)(a[0], a[1], a[2], a[3], a[4], a[5]); break;
        default: result = ((W (*)(W, W, W, W, W, W, W, W))f)(a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7]);
    }
    if (result == CKR_OK) {
        if (function == I_C_OpenSession) {
            open_sessions++;
            last_slot = a[0];
        } else if (function == I_C_CloseSession) {
            open_sessions--;
        } else if (function == I_C_CloseAllSessions || function == I_C_Finalize) {
            open_sessions = 0;
        }
    }
    return result;
}

/* Ends an operation as a module that answers with an error has to: by performing it into nothing. */
static void end_operation(int function, int arity, const W *arguments) {
    W a[8];
    if (function != I_C_Sign && function != I_C_SignFinal && function != I_C_Encrypt && function != I_C_Decrypt) return;
    /* C_SignFinal(session, out, length), the others (session, in, length, out, length). */
    int out = function == I_C_SignFinal ? 1 : 3;
    if (arguments[out] == 0) return; /* the application asked for the length only: the operation goes on */
    W size = 4096 + (function == I_C_SignFinal ? 0 : arguments[2]);
    void *nothing = malloc(size);
    if (nothing == NULL) return;
    memcpy(a, arguments, sizeof a);
    a[out] = (W)nothing;
    a[out + 1] = (W)&size;
    invoke(function, arity, a);
    free(nothing);
}

static void damage_output(const struct rule *rule, int function, const W *a) {
    if (function != I_C_Sign && function != I_C_SignFinal) return;
    unsigned char *out = (unsigned char *)a[function == I_C_Sign ? 3 : 1];
    W *length = (W *)a[function == I_C_Sign ? 4 : 2];
    if (out == NULL || length == NULL || *length == 0) return;
    if (rule->flip) out[*length / 2] ^= 1;
    if (rule->shorter > 0 && rule->shorter <= *length) *length -= rule->shorter;
}

static W call(int function, int arity, const W *a) {
    struct rule rule;
    counts[function].calls++;
    if (!fault_for(function, &rule)) return invoke(function, arity, a);
    counts[function].injected++;
    if (rule.delay_us > 0) usleep((useconds_t)rule.delay_us);
    if (rule.hang) {
        counts[function].hanging++;
        while (still_there(rule.text)) usleep(2000);
        counts[function].hanging--;
    }
    if (rule.kill && !rule.after) kill(getpid(), SIGKILL);
    if (rule.drop) invoke(I_C_CloseAllSessions, 1, (W[8]){last_slot});
    if (rule.finalize) invoke(I_C_Finalize, 1, (W[8]){0});
    if (rule.counts_sessions && function == I_C_OpenSession) return CKR_SESSION_COUNT;
    if (rule.fails && !rule.after) {
        if (!rule.keep) end_operation(function, arity, a);
        return rule.error;
    }
    W result = invoke(function, arity, a);
    if (rule.kill) kill(getpid(), SIGKILL);
    if (result == CKR_OK) damage_output(&rule, function, a);
    /* CK_TOKEN_INFO: 96 bytes of text, the flags, then ulMaxSessionCount, and ulMaxRwSessionCount two words on. */
    if (result == CKR_OK && rule.counts_sessions) ((W *)a[1])[13] = ((W *)a[1])[15] = rule.sessions;
    return rule.fails ? rule.error : result;
}

/* ---- the functions the application sees ---- */

#define P1 W a
#define P2 P1, W b
#define P3 P2, W c
#define P4 P3, W d
#define P5 P4, W e
#define P6 P5, W f
#define P8 P6, W g, W h
#define V1 a
#define V2 V1, b
#define V3 V2, c
#define V4 V3, d
#define V5 V4, e
#define V6 V5, f
#define V8 V6, g, h
#define X(name, arity) \
    static W our_##name(P##arity) { \
        W arguments[8] = {V##arity}; \
        return call(I_##name, arity, arguments); \
    }
FUNCTIONS(X)
#undef X

static void load(void) {
    char path[PATH_MAX];
    map_counts();
    setting("P11FAULT_CONTROL", control_path, sizeof control_path);
    setting("P11FAULT_MODULE", path, sizeof path);
    if (path[0] != '/') {
        fprintf(stderr, "p11fault: P11FAULT_MODULE is not the absolute path of a PKCS#11 module\n");
        return;
    }
    void *module = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (module == NULL) {
        fprintf(stderr, "p11fault: %s\n", dlerror());
        return;
    }
    W (*get)(struct function_list **) = (W (*)(struct function_list **))dlsym(module, "C_GetFunctionList");
    struct function_list *list = NULL;
    if (get == NULL || get(&list) != CKR_OK || list == NULL) {
        fprintf(stderr, "p11fault: %s gives no function list\n", path);
        return;
    }
    ours = *list;
#define X(name, arity) ours.functions[I_##name] = (void *)our_##name;
    FUNCTIONS(X)
#undef X
    real = list;
}

__attribute__((visibility("default"))) W C_GetFunctionList(struct function_list **list);

W C_GetFunctionList(struct function_list **list) {
    pthread_once(&once, load);
    if (real == NULL) return CKR_GENERAL_ERROR;
    *list = &ours;
    return CKR_OK;
}
