/* A TeX engine that waits with its document begun, and forks a finished copy of itself for every job.

   Preloaded into pdftex. The engine's document asks for a line from its terminal; that read arrives here
   as getc(stdin) and is answered once for each job, in a child. The parent never returns from it.

   CAREERVP_FORK="wire handled write read file" names the inherited socket and four Landlock access masks
   in decimal: what the child's ruleset handles, what its own folder, a readable folder and a readable file
   grant. CAREERVP_READ holds the readable paths, one a line. All leave the environment before TeX sees it.

   On the wire, one packet each: out "ready"; in a job's folder, with the file for its terminal attached;
   out the job's wait status in decimal. When the other end closes, the engine and its child end.

   Whatever can't be done as promised ends the child before it has read a byte of the job. */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { UNCONFINED = 96, MOST_FILES = 64, MOST_PATHS = 48 };
enum { CREATE_RULESET = 444, ADD_RULE = 445, RESTRICT_SELF = 446, PIDFD_OPEN = 434, PATH_BENEATH = 1 };

/* The primitive, as a plain run reads its file: LaTeX's own \input would run the hooks of included files. */
static const char JOB_LINE[] = "\\nonstopmode\\csname @@input\\endcsname resume\\relax\n";

static const char *rest = ""; /* of the line being handed to the engine */
static int wire = -1;
static char own[PATH_MAX]; /* the server's folder, where its files are open */
static unsigned long long handled, writable_rights, folder_rights, file_rights;
static int readable[MOST_PATHS], readable_count;
static off_t stood[MOST_FILES]; /* where the server is in each file it reads */

static void need(int fine)
{
    if (!fine)
        _exit(UNCONFINED);
}

__attribute__((constructor)) static void take_orders(void)
{
    const char *grant = getenv("CAREERVP_FORK");
    char *paths = getenv("CAREERVP_READ"), *place = NULL;
    if (!grant || !paths)
        return; /* a program that the engine starts is no server */
    need(sscanf(grant, "%d %llu %llu %llu %llu", &wire, &handled, &writable_rights, &folder_rights, &file_rights) == 5);
    for (char *path = strtok_r(paths, "\n", &place); path; path = strtok_r(NULL, "\n", &place)) {
        need(readable_count < MOST_PATHS);
        readable[readable_count] = open(path, O_PATH | O_CLOEXEC);
        need(readable[readable_count++] >= 0);
    }
    need(getcwd(own, sizeof own) != NULL);
    unsetenv("CAREERVP_FORK");
    unsetenv("CAREERVP_READ");
    unsetenv("LD_PRELOAD");
}

static void allow(int ruleset, int path, unsigned long long rights)
{
    struct { uint64_t rights; int32_t parent; } __attribute__((packed)) rule = { rights & handled, path };
    need(syscall(ADD_RULE, ruleset, PATH_BENEATH, &rule, 0) == 0);
}

/* The server may write where any job of its own is put; this child only in its own job's folder. */
static void confine(int folder)
{
    int ruleset = (int)syscall(CREATE_RULESET, &handled, sizeof handled, 0);
    need(ruleset >= 0);
    allow(ruleset, folder, writable_rights);
    for (int i = 0; i < readable_count; i++) {
        struct stat about;
        need(fstat(readable[i], &about) == 0);
        allow(ruleset, readable[i], S_ISDIR(about.st_mode) ? folder_rights : file_rights);
    }
    need(syscall(RESTRICT_SELF, ruleset, 0) == 0);
    close(ruleset);
}

/* What is written to goes on in the job's folder, with what it holds so far. */
static void write_on(int fd, const char *path, int mode, int folder)
{
    char block[8192];
    ssize_t got;
    size_t length = strlen(own);
    need(strncmp(path, own, length) == 0 && path[length] == '/' && !strchr(path + length + 1, '/'));
    int old = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    int fresh = openat(folder, path + length + 1, mode | O_CREAT | O_EXCL | O_NOFOLLOW, 0600);
    need(old >= 0 && fresh >= 0);
    while ((got = read(old, block, sizeof block)) > 0)
        need(write(fresh, block, (size_t)got) == got);
    need(got == 0 && dup2(fresh, fd) == fd);
    close(old);
    close(fresh);
}

/* What is read goes on from where the server stood: children would move each other's place in it. */
static void read_on(int fd, const char *path)
{
    struct stat before, now;
    int fresh = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    need(fresh >= 0 && fstat(fd, &before) == 0 && fstat(fresh, &now) == 0);
    need(before.st_dev == now.st_dev && before.st_ino == now.st_ino);
    need(lseek(fresh, stood[fd], SEEK_SET) == stood[fd] && dup2(fresh, fd) == fd);
    close(fresh);
}

/* No open file stays shared with the server, and through it with other jobs. */
static void own_files(int folder)
{
    for (int fd = 3; fd < MOST_FILES; fd++) {
        char name[40], path[PATH_MAX];
        struct stat about;
        int flags = fcntl(fd, F_GETFL);
        if (flags < 0 || flags & O_PATH || fstat(fd, &about) != 0 || !S_ISREG(about.st_mode))
            continue;
        snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
        ssize_t size = readlink(name, path, sizeof path - 1);
        need(size > 0);
        path[size] = '\0';
        if ((flags & O_ACCMODE) == O_RDONLY)
            read_on(fd, path);
        else
            write_on(fd, path, flags & O_ACCMODE, folder);
    }
}

static void become_job(const char *path, int terminal, pid_t parent)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    need(getppid() == parent); /* it may have died before the line above */
    int folder = open(path, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    need(folder >= 0 && dup2(terminal, 1) == 1 && dup2(terminal, 2) == 2);
    close(terminal);
    close(wire);
    own_files(folder);
    need(fchdir(folder) == 0);
    confine(folder);
    for (int i = 0; i < readable_count; i++)
        close(readable[i]);
    close(folder);
    rest = JOB_LINE;
}

/* A job's folder, and its terminal's file; the process ends here when the other end has closed. */
static int next_job(char *path, size_t room)
{
    union { char bytes[CMSG_SPACE(sizeof(int))]; struct cmsghdr aligned; } attached;
    struct iovec into = { path, room - 1 };
    struct msghdr message = { .msg_iov = &into, .msg_iovlen = 1, .msg_control = &attached, .msg_controllen = sizeof attached };
    ssize_t size = TEMP_FAILURE_RETRY(recvmsg(wire, &message, MSG_CMSG_CLOEXEC));
    struct cmsghdr *first = size > 0 ? CMSG_FIRSTHDR(&message) : NULL;
    int terminal;
    if (!first || first->cmsg_type != SCM_RIGHTS)
        _exit(0);
    path[size] = '\0';
    memcpy(&terminal, CMSG_DATA(first), sizeof terminal);
    return terminal;
}

/* The child's wait status; a closed wire ends both. */
static int ended(pid_t child)
{
    int status, handle = (int)syscall(PIDFD_OPEN, child, 0);
    struct pollfd both[] = { { .fd = wire, .events = POLLRDHUP }, { .fd = handle, .events = POLLIN } };
    int seen = handle < 0 ? -1 : (int)TEMP_FAILURE_RETRY(poll(both, 2, -1));
    if (seen < 0 || both[0].revents)
        kill(child, SIGKILL); /* a child that can't be watched is not let run */
    need(TEMP_FAILURE_RETRY(waitpid(child, &status, 0)) == child);
    if (handle >= 0)
        close(handle);
    return status;
}

static void serve(void)
{
    static char path[PATH_MAX];
    char answer[16];
    fflush(NULL); /* what is buffered is written once, not by every child */
    for (int fd = 3; fd < MOST_FILES; fd++)
        stood[fd] = lseek(fd, 0, SEEK_CUR);
    need(send(wire, "ready", 5, MSG_NOSIGNAL) == 5);
    for (;;) {
        int terminal = next_job(path, sizeof path);
        pid_t parent = getpid(), child = fork();
        if (child == 0) {
            become_job(path, terminal, parent);
            return;
        }
        close(terminal);
        int size = snprintf(answer, sizeof answer, "%d", child < 0 ? UNCONFINED << 8 : ended(child));
        if (TEMP_FAILURE_RETRY(send(wire, answer, (size_t)size, MSG_NOSIGNAL)) != size)
            _exit(0);
    }
}

static int answered(FILE *stream)
{
    if (stream != stdin || wire < 0)
        return getc_unlocked(stream);
    if (rest == JOB_LINE + sizeof JOB_LINE - 1) {
        errno = 0; /* the engine would take an old EINTR for a line still to come */
        return EOF; /* a job has one line */
    }
    if (!*rest)
        serve();
    return (unsigned char)*rest++;
}

int getc(FILE *stream) { return answered(stream); }
int _IO_getc(FILE *stream) { return answered(stream); }
int fgetc(FILE *stream) { return answered(stream); }
