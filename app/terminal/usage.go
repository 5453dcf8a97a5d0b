package terminal

const usage = `Handrail takes you through changes in Microsoft 365 that are easy to get wrong.

Without a command it opens its window. With one, it works here and only reads:
no command ever changes anything in your organisation or your domains.

  handrail                       open the window
  handrail guides                list the guides and where you stand in each
  handrail run GUIDE             look at everything a guide looks at, and show
                                 what it would change; keeps what it found
  handrail import tlsrpt PATH... take in TLS reports: files, folders, archives
                                 and mail files; each report counts once
  handrail import attendance PATH...
                                 take in attendance reports of Teams: meetings,
                                 webinars, town halls and live events
  handrail sync                  refresh what Handrail keeps of your organisation
  handrail reports               list what was found so far
  handrail export REPORT         write one of these reports to a file
  handrail help                  show this text

For "run":
  -set NAME=VALUE   an answer to one of the guide's questions; may be repeated.
                    Write \n between the lines of an answer with several lines.
  -html FILE        write the result as a web page instead
  -json             print the result for a program instead

For "import attendance":
  -keep WHAT        what of people is kept: "numbers" (the usual: nobody's name),
                    "names" or "all"; telephone numbers never are

For "export", one of:
  -html FILE        as a web page
  -csv FOLDER       as tables for a spreadsheet, one file each
  -json FILE        for a program

For "guides", "import", "sync" and "reports":
  -json             print the result for a program

For all:
  -data FOLDER         keep Handrail's files in this folder
  -sample              work on a made-up organisation on this computer
  -people N            with -sample: as many people, to see Handrail at size
  -resolver HOST:PORT  ask this name server instead of the system's
  -graph URL           for tests: a stand-in for Microsoft Graph on this computer
  -now TIME            for tests: the time it is, such as 2026-11-22T16:30:00Z
  -pace N              for tests, with -now: the clock runs, N times as fast

Exit status: 0 nothing wrong was found; 1 something needs your action;
2 it could not be done, and standard error says why.
`
