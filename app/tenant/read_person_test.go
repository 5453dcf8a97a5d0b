package tenant

import (
	"encoding/json"
	"reflect"
	"testing"
)

// TestReadingARowSaysWhatDecodingItDoes: rows that are read without decoding them give the person that a whole decoding
// of them gives.
func TestReadingARowSaysWhatDecodingItDoes(t *testing.T) {
	users := []string{`{"displayName":"Ama","assignedLicenses":[{"skuId":"s","disabledPlans":[]}]}`,
		`{"assignedLicenses":[]}`, `{"assignedLicenses":[ ]}`, `{"assignedLicenses":null}`, `{"assignedLicenses":[null]}`,
		`{"assignedLicenses":[5,"x"]}`, `{"assignedLicenses":{}}`, `{"assignedLicenses":"many"}`, `{}`,
		`{"signInActivity":null}`, `{"signInActivity":{"lastSignInDateTime":null}}`, `{"signInActivity":"soon"}`,
		`{"signInActivity":{"lastSignInDateTime":"2026-11-01T08:00:00Z","lastSuccessfulSignInDateTime":"0001-01-01T00:00:00Z"}}`,
		`{"displayName":"A\u006da","mail":null,"department":5,"accountEnabled":"true","userType":"guest"}`}
	reports := []string{`{"methodsRegistered":["mobilePhone","e\u006dail"],"isMfaCapable":true}`,
		`{"methodsRegistered":[]}`, `{"methodsRegistered":null,"isMfaRegistered":false}`, `{"methodsRegistered":[null,5]}`,
		`{"methodsRegistered":"mobilePhone"}`, `{"methodsRegistered":[ "mobilePhone" , "email" ]}`}
	for _, user := range users {
		for _, report := range reports {
			var u User
			var reg Registration
			_ = json.Unmarshal([]byte(user), &u) // of a value of another kind, the rest is read
			_ = json.Unmarshal([]byte(report), &reg)
			u.ID = "id"
			got := ReadPerson("id", []byte(user), ReadReport([]byte(report)), nil)
			if want := PersonOf(u, &reg, nil); !reflect.DeepEqual(got, want) {
				t.Errorf("%s and %s:\n%+v, not\n%+v", user, report, got, want)
			}
		}
	}
	for _, cut := range []string{`{"displayName":"Ama"`, `{"displayName":"Ama",}`, `{"assignedLicenses":[{}]} x`} {
		if p := ReadPerson("id", []byte(cut), ReadReport([]byte(cut)), nil); p.Name != "" || p.Licensed || p.InReport {
			t.Errorf("%s is no row, and gives %+v", cut, p)
		}
	}
}
