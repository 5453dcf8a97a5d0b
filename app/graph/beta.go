package graph

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"strings"

	"handrail/app/tenant"

	abs "github.com/microsoft/kiota-abstractions-go"
)

// The two versions of Microsoft Graph. The request builders of the SDK know v1.0 only.
const (
	version = "v1.0"
	beta    = "beta"
)

// Every path that is written by hand stands here, because the SDK has no builder for it. What only the beta has may
// change without notice, so every use of it does without where it is missing.
const (
	// Of the beta only: systemCredentialPreferences, optOutSettings, and how the registration campaign is enforced.
	methodsPath = "/policies/authenticationMethodsPolicy"
	// Of the beta only, at the address of v1.0: the steps of a sign-in (signins.go).
	// Of the beta only, at the address of v1.0: the policies that use features of the beta (policies.go).
	// Of the beta only: a person's perUserMfaState (Microsoft Learn, Get authentication states).
	requirements       = "users/%/authentication/requirements"
	requirementsObject = "/users/{}/authentication/requirements"
	// Of the beta only: what Microsoft makes of a rule (Microsoft Learn, group: evaluateDynamicMembership).
	rulePath = "/groups/evaluateDynamicMembership"
	// Of the beta only: the profiles of Autopilot (Microsoft Learn, List windowsAutopilotDeploymentProfiles).
	profilesPath = "/deviceManagement/windowsAutopilotDeploymentProfiles"
	// Of the beta only: the reports of Defender for Cloud Apps and their apps (Microsoft Learn, cloudAppDiscoveryReport:
	// aggregatedAppsDetails). Other periods are P7D and P90D.
	streamsPath    = "/security/dataDiscovery/cloudAppDiscovery/uploadedStreams"
	discoveredPath = streamsPath + "/%/microsoft.graph.security.aggregatedAppsDetails(period=duration'P30D')"
	// Of the beta only: the settings catalog, administrative templates and the three kinds of scripts of Intune
	// (Microsoft Learn, Graph beta, List deviceManagementConfigurationPolicies, List groupPolicyConfigurations, List
	// deviceManagementScripts, List deviceHealthScripts, List deviceShellScripts).
	settingsPath     = "/deviceManagement/configurationPolicies"
	templatesPath    = "/deviceManagement/groupPolicyConfigurations"
	scriptsPath      = "/deviceManagement/deviceManagementScripts"
	remediationsPath = "/deviceManagement/deviceHealthScripts"
	macScriptsPath   = "/deviceManagement/deviceShellScripts"
	// Of the beta only: the profiles of Android, and those of each token of Apple (Microsoft Learn, Graph beta, List
	// androidDeviceOwnerEnrollmentProfiles, List depOnboardingSettings, List enrollmentProfiles).
	androidPath     = "/deviceManagement/androidDeviceOwnerEnrollmentProfiles"
	appleTokensPath = "/deviceManagement/depOnboardingSettings"
	applePath       = "/deviceManagement/depOnboardingSettings/%/enrollmentProfiles"
	// The SDK's core builds the parts of a batch and decodes their answers; here the answers stay as they came, and
	// each part waits for itself (Microsoft Learn, JSON batching).
	batchPath = "/$batch"
	// Missing in the SDK for town halls, and there for other events only (Microsoft Learn, virtualEvent: publish).
	publishPath = "/solutions/virtualEvents/townhalls/%/publish"
	// Missing in the SDK: what a difference report of Entra Backup found (Microsoft Learn, recoveryPreviewJob:
	// getChanges).
	changesPath = "/directory/recovery/snapshots/{snapshot}/recoveryPreviewJobs/{job}" +
		"/microsoft.graph.entraRecoveryServices.getChanges"
	// Written by hand because the SDK’s builder for apps would compile a thousand files for one list (Microsoft Learn,
	// List applications).
	applicationsPath = "/applications"
	// A property of /users in v1.0 that Microsoft uses and does not document. It is only a faster way.
	perUserProperty = "perUserMfaState"
)

// filled returns a path with an ID in place of %.
func filled(path, id string) string { return strings.Replace(path, "%", escape(id), 1) }

// escape returns an ID as it is written in a path.
func escape(id string) string {
	return strings.NewReplacer("%", "%25", "/", "%2F", "?", "%3F", "#", "%23", " ", "%20").Replace(id)
}

// requirementsPath returns the path of a person's MFA state in the beta, as it is written in a batch.
func requirementsPath(id string) string { return filled(requirements, id) }

// requirements returns the request that reads a person's MFA state.
func (s start) requirements(id string) ask { return s.beta("/" + requirementsPath(id)) }

// beta returns the request that reads a path of the beta, or the later page at which s starts. Its template has a root
// of its own: the adapter would write that of v1.0 into “baseurl”.
func (s start) beta(path string) ask { return s.path(beta, path) }

// path returns the request that reads a path of one version.
func (s start) path(of, path string) ask {
	return func(context.Context) (*abs.RequestInformation, error) {
		r := abs.NewRequestInformation()
		r.Method = abs.GET
		r.UrlTemplate = "{+address}{?%24count,%24expand,%24filter,%24search,%24select,%24top}"
		r.PathParameters = maps.Clone(s.root)
		r.PathParameters["address"] = strings.TrimSuffix(s.root["baseurl"], version) + of + path
		r.Headers.Add("Accept", "application/json")
		return r, nil
	}
}

// requiring returns the request that changes a person's MFA state.
func (g *Client) requiring(id string, body []byte) (*abs.RequestInformation, error) {
	r, err := g.at(abs.PATCH, g.absolute(beta+"/"+requirementsPath(id)))
	if err != nil {
		return nil, err
	}
	r.SetStreamContentAndContentType(body, "application/json")
	return r, nil
}

// publishing returns the request that publishes a town hall.
func (g *Client) publishing(id string) (*abs.RequestInformation, error) {
	return g.at(abs.POST, g.base()+filled(publishPath, id))
}

// judging returns the request that asks whether a rule takes a person or a device.
func (g *Client) judging(body []byte) (*abs.RequestInformation, error) {
	r, err := g.at(abs.POST, g.absolute(beta+rulePath))
	if err != nil {
		return nil, err
	}
	r.SetStreamContentAndContentType(body, "application/json")
	return r, nil
}

// batching returns the request for a batch of one version.
func (g *Client) batching(of string) (*abs.RequestInformation, error) {
	return g.at(abs.POST, g.absolute(of+batchPath))
}

// at returns a request for an address that no request builder made. An address outside the cloud is refused.
func (g *Client) at(method abs.HttpMethod, address string) (*abs.RequestInformation, error) {
	if !within(address, g.cloud.Root) {
		return nil, &refusal{hostOf(address)}
	}
	r := abs.NewRequestInformation()
	r.Method = method
	u, err := parse(address)
	if err != nil {
		return nil, err
	}
	r.SetUri(*u)
	r.Headers.Add("Accept", "application/json")
	return r, nil
}

// get sends a read of a path that stands in this file, or of one that a builder made for a batch.
func (g *Client) get(ctx context.Context, path string) ([]byte, error) {
	r, err := g.at(abs.GET, g.absolute(path))
	if err != nil {
		return nil, err
	}
	return g.send(ctx, r)
}

// methodsBeta reads the parts of the methods policy that only the beta has; nil where they cannot be read.
func (g *Client) methodsBeta(ctx context.Context) (json.RawMessage, error) {
	body, err := g.get(ctx, beta+methodsPath)
	var a *answer
	switch {
	case errors.As(err, &a):
		return nil, nil
	case err != nil:
		return nil, err
	}
	var all map[string]json.RawMessage
	if json.Unmarshal(body, &all) != nil || len(all) == 0 || all["error"] != nil {
		return nil, nil
	}
	some := map[string]json.RawMessage{}
	for _, name := range []string{
		"systemCredentialPreferences", "optOutSettings", "registrationEnforcement", "reportSuspiciousActivitySettings",
	} {
		if v, ok := all[name]; ok {
			some[name] = v
		}
	}
	return json.Marshal(some)
}

// perUserQuick asks for the state of everyone at once, with perUserProperty. It returns false where the answer does
// not hold it.
func (g *Client) perUserQuick(ctx context.Context, next string, page func(tenant.Page) error) (bool, error) {
	src, q, err := g.byID(ctx, tenant.SectionUsers)
	if err != nil {
		return false, err
	}
	p := &pager{source: src, query: selecting("id", perUserProperty)}
	p.query.Top = q.Top
	r, err := p.request(ctx, next)
	if err != nil {
		return false, err
	}
	c, _, err := g.page(ctx, r)
	var a *answer
	switch {
	case errors.As(err, &a):
		return false, nil
	case err != nil || len(c.Value) == 0:
		return false, err
	}
	for _, v := range c.Value {
		var row map[string]json.RawMessage
		if json.Unmarshal(v, &row) != nil || row[perUserProperty] == nil {
			return false, nil
		}
	}
	return true, p.walk(ctx, next, page) // once more, now to save it: one page costs little
}
