package hunting

import (
	"slices"
	"strings"
)

// columns are where the columns of a file are; -1 where there is none.
type columns struct {
	count                                                   int
	time, first, last, deviceID, device, action, url        int
	upn, account, domain, objectID, sid                     int
	otherUPN, otherAccount                                  int
	process, additional, attempts                           int
	experience, response, displayName, application, isAudit int
	utc                                                     bool // the header names the time zone
	timeline                                                bool
}

// plainName returns a name of a column without capitals, spaces and a time zone: Log Analytics writes
// "TimeGenerated [UTC]".
func plainName(name string) string {
	name, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(name)), "[")
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '_' || r == '-' || r == '\ufeff' {
			return -1
		}
		return r
	}, name)
}

func findColumns(header []string) columns {
	names := make([]string, len(header))
	for i, h := range header {
		names[i] = plainName(h)
	}
	at := func(all ...string) int {
		for _, name := range all {
			if i := slices.Index(names, name); i >= 0 {
				return i
			}
		}
		return -1
	}
	c := columns{
		count: len(header),
		time:  at("timestamp", "timegenerated", "eventtime"), first: at("firstseen", "first"), last: at("lastseen", "last"),
		deviceID: at("deviceid", "machineid"), device: at("devicename", "computername", "machinename"),
		action: at("actiontype"), url: at("remoteurl"), process: at("initiatingprocessfilename"),
		upn: at("initiatingprocessaccountupn"), otherUPN: at("accountupn", "userprincipalname"),
		account: at("initiatingprocessaccountname"), otherAccount: at("accountname"),
		domain:   at("initiatingprocessaccountdomain", "accountdomain"),
		objectID: at("initiatingprocessaccountobjectid", "accountobjectid"),
		sid:      at("initiatingprocessaccountsid", "accountsid"), additional: at("additionalfields"),
		attempts:   at("attempts", "count"),
		experience: at("experience"), response: at("responsecategory"), displayName: at("displayname"),
		application: at("applicationname"), isAudit: at("isaudit"),
	}
	if c.time >= 0 {
		c.utc = strings.Contains(strings.ToLower(header[c.time]), "[utc]")
	}
	// Only the timeline of a device has two columns with the ID of a row.
	c.timeline = at("reportidlong") >= 0 || at("clickedthrough", "isclickedthrough") >= 0
	return c
}

func (c columns) layout() Layout {
	if c.timeline {
		return Timeline
	}
	return Portal
}

// missing returns the columns that would say more, by the names that Microsoft gives them.
func (c columns) missing() (all []string) {
	for _, one := range []struct {
		name string
		has  bool
	}{
		{"Timestamp", c.time >= 0 || c.first >= 0 && c.last >= 0}, {"DeviceName", c.device >= 0 || c.deviceID >= 0},
		{"RemoteUrl", c.url >= 0},
		{"InitiatingProcessAccountUpn", c.upn >= 0 || c.otherUPN >= 0 || c.account >= 0 || c.otherAccount >= 0},
		{"AdditionalFields", c.additional >= 0 || c.experience >= 0 && c.response >= 0},
		{"InitiatingProcessFileName", c.process >= 0},
	} {
		if !one.has {
			all = append(all, one.name)
		}
	}
	return all
}

// cell returns a cell; "" where there is no such column.
func cell(cells []string, i int) string {
	if i < 0 || i >= len(cells) {
		return ""
	}
	return cells[i]
}
