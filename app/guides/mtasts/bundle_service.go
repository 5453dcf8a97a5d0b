package mtasts

import (
	"encoding/json"
	"fmt"

	"handrail/app/guide"
)

// The services that serve files for you, with a certificate of theirs.

var azure = hosting{
	id: "azure-static-web-apps", title: "Azure Static Web Apps", hint: "Microsoft's own advice; needs an Azure subscription",
	lead:   "For organisations that already have an Azure subscription.",
	target: "your-app.azurestaticapps.net",
	record: "Put the name that Azure shows for your app in place of your-app.azurestaticapps.net.",
	files: func(s site) []guide.File {
		return []guide.File{indexPage(s), text("site/staticwebapp.config.json", `{
  "routes": [
    {
      "route": "/.well-known/mta-sts.txt",
      "headers": { "Cache-Control": "no-store" }
    }
  ],
  "mimeTypes": {
    ".txt": "text/plain"
  }
}
`)}
	},
	steps: func(s site) []string {
		return []string{
			"In the Azure portal, choose “Create a resource” and then “Static Web App”. Choose “Other” as the source of the files.",
			"Open the new app and copy its deployment token from “Manage deployment token”.",
			"On a computer with Node.js, open a terminal in the saved folder. Run: npx @azure/static-web-apps-cli deploy ./site --env production --deployment-token YOUR-TOKEN",
			"Add the DNS record that Handrail shows, with your app's own name as its value.",
			fmt.Sprintf("In the app, open “Custom domains” and add %s. Azure then fetches a certificate for it by itself.", s.host),
			"Wait until Azure says that the domain is validated, then look again in Handrail.",
		}
	},
	links: []guide.Link{{Title: "Azure portal: Static Web Apps", URL: "https://portal.azure.com/#create/Microsoft.StaticApp"}},
}

var githubPages = hosting{
	id: "github-pages", title: "GitHub Pages", hint: "Free; needs a GitHub account and a public repository",
	lead:   "For anyone with a free GitHub account.",
	target: "your-account.github.io",
	record: "Put your GitHub account's name in place of “your-account”.",
	files: func(s site) []guide.File {
		return []guide.File{
			indexPage(s),
			text("site/CNAME", "%s\n", s.host),
			text("site/.nojekyll", ""),
			text("site/.gitattributes", "# The line ends of the policy are part of it.\n.well-known/mta-sts.txt -text\n"),
		}
	},
	steps: func(s site) []string {
		return []string{
			"On GitHub, make a new public repository for the policy only.",
			"Upload everything in the folder “site” to it. Some names begin with a dot, and your computer may hide them: they must come along.",
			"Without the file “.nojekyll” GitHub leaves the folder “.well-known” out.",
			"Add the DNS record that Handrail shows, with your account's name in it.",
			fmt.Sprintf("In the repository, open “Settings”, then “Pages”. Publish from the branch “main”, and set %s as the custom domain.", s.host),
			"When the certificate is ready, tick “Enforce HTTPS” on the same page. That can take an hour.",
		}
	},
	links: []guide.Link{{Title: "GitHub: make a repository", URL: "https://github.com/new"}},
}

var cloudflarePages = hosting{
	id: "cloudflare-pages", title: "Cloudflare Pages", hint: "Free; easiest where Cloudflare already keeps your records",
	lead:   "For anyone with a free Cloudflare account.",
	target: "your-project.pages.dev",
	record: "Put your project's name in place of “your-project”. Where Cloudflare keeps your records, it adds this one by itself.",
	files: func(s site) []guide.File {
		return []guide.File{indexPage(s), text("site/_headers", `# The mail policy of %[2]s must arrive as plain text.
https://%[1]s/.well-known/mta-sts.txt
  Content-Type: text/plain; charset=utf-8
  Cache-Control: no-store
`, s.host, s.domain)}
	},
	steps: func(s site) []string {
		return []string{
			"In the Cloudflare dashboard, open “Workers & Pages”, choose “Create”, then “Pages”, then to upload files yourself.",
			"Name the project, and drop the folder “site” onto the page. The hidden folder “.well-known” must come along.",
			fmt.Sprintf("Open the project's “Custom domains” and add %s.", s.host),
			"Add the DNS record that Handrail shows, unless Cloudflare offers to add it for you.",
			"In the domain's security settings, no check of browsers may stand before this page: mail servers are not browsers.",
		}
	},
	links: []guide.Link{{Title: "Cloudflare dashboard", URL: "https://dash.cloudflare.com/"}},
}

var cloudflareWorker = hosting{
	id: "cloudflare-worker", title: "Cloudflare Worker", hint: "Free; Cloudflare must already keep your records",
	lead: "For domains whose records Cloudflare keeps: one small program, no files.",
	files: func(s site) []guide.File {
		policy, _ := json.Marshal(s.policy) // a string always marshals
		return []guide.File{
			text("worker.js", `// Serves the mail policy of %[2]s at https://%[1]s/.well-known/mta-sts.txt
const host = %[4]q;
const policy = %[3]s;

export default {
  async fetch(request) {
    const url = new URL(request.url);
    if (url.hostname === host && url.pathname === "/.well-known/mta-sts.txt") {
      return new Response(policy, {
        headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
      });
    }
    return new Response("Not found\n", { status: 404 });
  },
};
`, s.host, s.domain, policy, s.host),
			text("wrangler.toml", `name = "mta-sts"
main = "worker.js"
compatibility_date = "2026-01-01"

[[routes]]
pattern = "%s"
custom_domain = true
`, s.host),
		}
	},
	steps: func(s site) []string {
		return []string{
			"In the Cloudflare dashboard, open “Workers & Pages” and create a Worker from the “Hello World” example.",
			"Choose “Edit code”. Replace all of it with the text of the file “worker.js”, then deploy.",
			fmt.Sprintf("In the Worker's settings, open “Domains & Routes” and add %s as a custom domain. Cloudflare adds the record and the certificate.", s.host),
			"In the domain's security settings, no check of browsers may stand before this page: mail servers are not browsers.",
			"Whoever prefers the terminal can run “npx wrangler deploy” in the saved folder instead.",
		}
	},
	links: []guide.Link{{Title: "Cloudflare dashboard", URL: "https://dash.cloudflare.com/"}},
}

var anyWebSpace = hosting{
	id: "web-space", title: "Any other web space", hint: "Any place that serves a file over a secure connection",
	lead:   "For the web space that came with your domain, or any other service.",
	target: "your-web-server",
	record: "Put the name of your web server in place of the value shown. If you only know its number, add an A record with that number.",
	files: func(s site) []guide.File {
		return []guide.File{text("site/.htaccess", `# %s: plain text, and never another address.
<IfModule mod_mime.c>
  AddType text/plain .txt
</IfModule>
<IfModule mod_rewrite.c>
  RewriteEngine Off
</IfModule>
`, s.host)}
	},
	steps: func(s site) []string {
		return []string{
			fmt.Sprintf("At your provider, add %s as a further domain or sub-domain, with an empty folder of its own.", s.host),
			"Turn on a certificate for it. Most providers offer one free of charge.",
			"Upload what is in the folder “site” to that folder. Names that begin with a dot may be hidden, and they must come along.",
			"Upload it unchanged: where your upload program has a “binary” mode, choose it.",
			"Turn off every forwarding for this name, also one to an address with “www”. Mail servers follow none.",
			"Where your provider does not keep your records, add the DNS record that Handrail shows.",
		}
	},
}
