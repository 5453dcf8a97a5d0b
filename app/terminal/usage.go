package terminal

const usage = `Handrail takes you through changes in Microsoft 365 that are easy to get wrong.

Without a command, Handrail opens its window. Commands work in the terminal and
only read: no command changes anything in your organisation or your domains.

  handrail                       open the window
  handrail guides                list the guides and your progress in each
  handrail status                show what needs your attention, as Home does
  handrail check                 refresh the data, check completed guides again,
                                 then show what needs your attention and what
                                 changed since the last check
  handrail reminders             list what waits or ends, with its date and reason
  handrail run GUIDE             run all checks of a guide and show what it
                                 would change; the results are saved
  handrail import tlsrpt PATH... import TLS reports: files, folders, archives
                                 and email files; each report counts once
  handrail import attendance PATH...
                                 import attendance reports from Teams: meetings,
                                 webinars, town halls and live events
  handrail sync                  refresh the saved data about your organisation
  handrail reports               list the saved reports, the newest first
  handrail export REPORT         write one of these reports to a file
  handrail diary                 write the changes of a period, with what was
                                 undone and which reports were removed
  handrail verify FILE...        check that exported files are unchanged, and as
                                 the reports saved on this computer; -saved
                                 checks every saved report
  handrail retention             show or set how long reports are saved
  handrail version               show the version, its age and its origin
  handrail help                  show this text

For "run":
  -set NAME=VALUE   an answer to one of the guide's questions; may be repeated.
                    Write \n between the lines of an answer with several lines.
  -html FILE        write the result as a web page instead
  -json             print the result for a program instead
  -letters FOLDER   also write lists of the people who are affected and letters
                    to them: email drafts and a table for a mail merge
  -files FOLDER     also save the files of the guide in this folder, such as the
                    printed run sheet of "live-event"; no file is replaced

For "check":
  -since DATE       show changes since this day, such as 2026-11-01
  -quiet            print only if something needs attention, changed or failed
  -html FILE        write the result as a web page; with -json both
  -json             print the result for a program instead
  -schedule FOLDER  instead of a check, write files with which this computer runs
                    it once a week, and show how to install and remove them

For "reports":
  -limit N          list the newest N reports; the default is 200, 0 lists all
  -since DATE       list reports since this day, such as 2026-11-01
  -json             print the result for a program instead

For "reminders" (an ID from the list chooses one):
  -ics FILE         save the dates as a calendar file
  -json             print the result for a program

For "import attendance":
  -keep WHAT        what to save about people: "numbers" (the default: no names),
                    "names" or "all"; phone numbers are never saved

For "export", one of:
  -html FILE        as a web page
  -pdf FILE         as a PDF to print; -paper a4 (the default) or letter
  -csv FOLDER       as tables for a spreadsheet, one file each
  -json FILE        for a program

For "retention" (MONTHS is 12, 24, 60, 120 or always):
  -checks MONTHS    how long reports of checks are saved; the default is 24
  -records MONTHS   how long records of changes, and reports that you saved
                    yourself, are saved; the default is always
  -tls MONTHS       how long TLS reports are saved; the default is 24
  -delete           delete what is older; without it, nothing is deleted and
                    you see how many reports of which years that would be
  -json             print the result for a program instead

For "diary":
  -from DATE        the first day, such as 2026-11-01; the default is 1 January
  -to DATE          the last day; the default is today
  -html FILE        as a web page
  -pdf FILE         as a PDF to print; -paper a4 (the default) or letter
  -json             print the changes for a program instead

For "guides", "status", "import", "sync" and "version":
  -json             print the result for a program

For all:
  -data FOLDER         save Handrail's files in this folder
  -sample              use the sample organisation on this computer;
                       "run" then needs no -set
  -people N            with -sample: the number of people
  -resolver HOST:PORT  ask this name server instead of the system's
  -graph URL           for tests: a stand-in for Microsoft Graph on this computer
  -now TIME            for tests: the current time, such as 2026-11-22T16:30:00Z
  -pace N              for tests, with -now: the clock runs, N times as fast

Exit status: 0 no problems found; 1 something needs your action;
2 it could not be done or the result is not known; standard error shows why.
`
