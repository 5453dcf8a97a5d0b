package mtasts

import (
	"encoding/json"
	"fmt"

	"handrail/app/guide"
)

// The services that serve files for you, with a certificate of theirs.

var azure = hosting{
	id: "azure-static-web-apps", title: "Azure Static Web Apps",
	hint:   "Recommended by Microsoft. Needs an Azure subscription.",
	lead:   "For organisations that already have an Azure subscription.",
	target: "your-app.azurestaticapps.net",
	record: "Replace your-app.azurestaticapps.net with the name that Azure shows for your app.",
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
			"In the Azure portal, select “Create a resource” > “Static Web App”. Select “Other” as the source of " +
				"the files.",
			"Open the new app and copy its deployment token from “Manage deployment token”.",
			"On a computer with Node.js, open a terminal in the saved folder. Run: " +
				"npx @azure/static-web-apps-cli deploy ./site --env production --deployment-token YOUR-TOKEN",
			"Add the DNS record that Handrail shows, with your app's own name as its value.",
			fmt.Sprintf("In the app, open “Custom domains” and add %s. Azure then gets a certificate for it "+
				"automatically.", s.host),
			"Wait until Azure has validated the domain, then check again in Handrail.",
		}
	},
	links: []guide.Link{{Title: "Azure portal: Static Web Apps",
		URL: "https://portal.azure.com/#create/Microsoft.StaticApp"}},
}

var githubPages = hosting{
	id: "github-pages", title: "GitHub Pages", hint: "Free. Needs a GitHub account and a public repository.",
	lead:   "For anyone with a free GitHub account.",
	target: "your-account.github.io",
	record: "Replace “your-account” with the name of your GitHub account.",
	files: func(s site) []guide.File {
		return []guide.File{
			indexPage(s),
			text("site/CNAME", "%s\n", s.host),
			text("site/.nojekyll", ""),
			text("site/.gitattributes",
				"# The line endings of the policy are part of it.\n.well-known/mta-sts.txt -text\n"),
		}
	},
	steps: func(s site) []string {
		return []string{
			"On GitHub, create a new public repository for the policy only.",
			"Upload everything in the folder “site” to it. Your computer may hide names that begin with a dot. " +
				"Upload these too.",
			"Include the file “.nojekyll”. Without it, GitHub does not publish the folder “.well-known”.",
			"Add the DNS record that Handrail shows, with your account's name in it.",
			fmt.Sprintf("In the repository, open “Settings” > “Pages”. Publish from the branch “main”, and set %s "+
				"as the custom domain.", s.host),
			"When the certificate is ready, select “Enforce HTTPS” on the same page. This can take an hour.",
		}
	},
	links: []guide.Link{{Title: "GitHub: create a repository", URL: "https://github.com/new"}},
}

var cloudflarePages = hosting{
	id: "cloudflare-pages", title: "Cloudflare Pages",
	hint:   "Free. Easiest if Cloudflare already manages your DNS records.",
	lead:   "For anyone with a free Cloudflare account.",
	target: "your-project.pages.dev",
	record: "Replace “your-project” with the name of your project. If Cloudflare manages your DNS records, it adds " +
		"this one automatically.",
	files: func(s site) []guide.File {
		return []guide.File{indexPage(s), text("site/_headers", `# The MTA-STS policy of %[2]s must arrive as plain text.
https://%[1]s/.well-known/mta-sts.txt
  Content-Type: text/plain; charset=utf-8
  Cache-Control: no-store
`, s.host, s.domain)}
	},
	steps: func(s site) []string {
		return []string{
			"In the Cloudflare dashboard, open “Workers & Pages”, select “Create” > “Pages”, then the option to " +
				"upload files yourself.",
			"Name the project, and drag the folder “site” onto the page. Include the hidden folder “.well-known”.",
			fmt.Sprintf("Open the project's “Custom domains” and add %s.", s.host),
			"Add the DNS record that Handrail shows, unless Cloudflare offers to add it for you.",
			"In the domain's security settings, turn off browser checks for this page, because mail servers are not " +
				"browsers.",
		}
	},
	links: []guide.Link{{Title: "Cloudflare dashboard", URL: "https://dash.cloudflare.com/"}},
}

var cloudflareWorker = hosting{
	id: "cloudflare-worker", title: "Cloudflare Worker", hint: "Free. Cloudflare must already manage your DNS records.",
	lead: "For domains whose DNS records Cloudflare manages. One small program, no files.",
	files: func(s site) []guide.File {
		policy, _ := json.Marshal(s.policy) // a string always marshals
		return []guide.File{
			text("worker.js", `// Publishes the MTA-STS policy of %[2]s at https://%[1]s/.well-known/mta-sts.txt
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
			"Select “Edit code”. Replace all of it with the text of the file “worker.js”, then deploy.",
			fmt.Sprintf("In the Worker's settings, open “Domains & Routes” and add %s as a custom domain. "+
				"Cloudflare adds the record and the certificate.", s.host),
			"In the domain's security settings, turn off browser checks for this page, because mail servers are not " +
				"browsers.",
			"Or run “npx wrangler deploy” in the saved folder.",
		}
	},
	links: []guide.Link{{Title: "Cloudflare dashboard", URL: "https://dash.cloudflare.com/"}},
}

var anyWebSpace = hosting{
	id: "web-space", title: "Any other web space", hint: "Any service that publishes a file over a secure connection",
	lead:   "For the web space that came with your domain, or any other service.",
	target: "your-web-server",
	record: "Replace the value shown with the name of your web server. If it has no name, add an A record with its " +
		"address instead.",
	files: func(s site) []guide.File {
		return []guide.File{text("site/.htaccess", `# %s: plain text, no redirects.
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
			fmt.Sprintf("At your provider, add %s as an additional domain or subdomain, with its own empty folder.",
				s.host),
			"Turn on a certificate for it. Most providers offer one for free.",
			"Upload the contents of the folder “site” to that folder. Include names that begin with a dot, which " +
				"may be hidden.",
			"Do not change the files. If your upload program has a “binary” mode, select it.",
			"Turn off all redirects for this name, including one to “www”. Mail servers do not follow redirects.",
			"If your provider does not manage your DNS records, add the DNS record that Handrail shows.",
		}
	},
}
