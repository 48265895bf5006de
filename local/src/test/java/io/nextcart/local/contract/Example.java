package io.nextcart.local.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request and its answer.
 *
 * @param target path and query, encoded
 */
record Example(
        String operationId,
        int status,
        String target,
        @Nullable String body) {
    /** One a line: operation, status, path and query, body if any. */
    private static final String TABLE = """
        postEvents 202 /v1/events {"user_id":"n","type":"view","item_id":"a"}
        postEvents 202 /v1/events {"visitorid":7,"event":"transaction","itemid":10,"transactionid":5,"timestamp":"1442545187000"}
        postEvents 202 /v1/events {"user_id":"n","type":"addtocart","item_id":"a","timestamp":"2015-09-18T02:59:47+02:00","event_id":null}
        postEvents 202 /v1/events {"events":[{"user_id":"n","type":"view","item_id":"a","timestamp":1442545187000},{},7,null,{"user_id":"n"}]}
        postEvents 400 /v1/events {"user_id":"n","type":"buy","item_id":"a"}
        postEvents 202 /v1/events {"user_id":"n","type":"view","item_id":"a","recommendation_id":"c.v.1","placement":"home"}
        postEvents 400 /v1/events {"user_id":"n","type":"view","item_id":"a","placement":"the home page"}
        postEvents 400 /v1/events {"user_id":"n","type":"view"}
        postEvents 400 /v1/events {"user_id":"n","type":"view","item_id":"a","value":"much"}
        postEvents 202 /v1/events {"impressions":[{"recommendation_id":"c.v.1","placement":"home"},{"recommendation_id":"x"}]}
        postEvents 400 /v1/events {"impressions":[{"placement":"home"}]}
        postEvents 400 /v1/events {"events":[]}
        postEvents 400 /v1/events {"events":{}}
        postEvents 400 /v1/events []
        postEvents 400 /v1/events {"user_id":
        postEvents 400 /v1/events
        getUserEvents 200 /v1/users/n/events?k=100
        getUserEvents 200 /v1/users/nobody/events
        getUserEvents 400 /v1/users/n/events?k=101
        getUserEvents 400 /v1/users/%00/events
        getUserEvents 400 /v1/users/%C3/events
        exportUser 200 /v1/users/n/export
        exportUser 200 /v1/users/nobody/export?after=0000001442545187000-1442545187250-000-0123abcd
        exportUser 400 /v1/users/n/export?after=7
        exportUser 400 /v1/users/n/export?as_stored=yes
        deleteUser 200 /v1/users/nobody
        deleteUser 200 /v1/users/nobody?as_stored=true
        deleteUser 400 /v1/users/a%0Ab
        putItem 200 /v1/items/m {"available":false,"category":"x","price":12.5,"title":"A shoe","image_url":"https://shop.example/a.jpg"}
        putItem 200 /v1/items/no%2Fsuch {"category":7,"available":null}
        getItem 200 /v1/items/m
        getItem 200 /v1/items/no%2Fsuch
        getItem 404 /v1/items/never-mentioned
        getItem 200 /v1/items/never-mentioned?or_empty=true
        getItem 400 /v1/items/m?or_empty=maybe
        getItem 400 /v1/items/m?itemid=m
        postItems 202 /v1/items {"item_id":"m","title":"A shoe"}
        postItems 202 /v1/items {"items":[{"item_id":7,"price":null},{"item_id":"m","available":0},17]}
        postItems 400 /v1/items {"items":[]}
        postItems 400 /v1/items {"item_id":"m"}
        postItems 400 /v1/items {"price":3}
        postItems 400 /v1/items nonsense
        deleteItem 200 /v1/items/no%2Fsuch
        deleteItem 200 /v1/items/never-mentioned
        getItem 404 /v1/items/no%2Fsuch
        deleteItem 400 /v1/items/m?itemid=m
        putItem 400 /v1/items/a {}
        putItem 400 /v1/items/a {"available":0}
        putItem 400 /v1/items/a {"available":"no","price":-1,"title":"","image_url":"ftp://x"}
        putItem 400 /v1/items/a nonsense
        putItem 400 /v1/items/a
        putRule 200 /v1/rules/a {"rule_id":"a","type":"boost","category":"x","factor":1.5,"from":0,"until":"2030-01-01T00:00:00+01:00","note":"é"}
        putRule 200 /v1/rules/no%2Fsuch {"type":"limit","count":0,"category":null}
        putRule 200 /v1/rules/c {"type":"slot","category":7,"count":2}
        putRule 200 /v1/rules/d {"type":"hide","min_price":0,"max_price":19.99}
        putRule 200 /v1/rules/d {"type":"slot","category":"x","max_price":20,"count":2}
        putRule 200 /v1/rules/d {"type":"bury","item_id":null,"max_price":20,"min_price":null}
        putRule 400 /v1/rules/d {"type":"boost","item_id":"a","max_price":20}
        putRule 400 /v1/rules/d {"type":"pin","item_id":"a","min_price":20}
        putRule 400 /v1/rules/d {"type":"slot","count":2,"min_price":null}
        putRule 400 /v1/rules/a {"type":"pin"}
        putRule 400 /v1/rules/a {"type":"hide","item_id":"a","category":"x"}
        putRule 400 /v1/rules/a {"type":"slot","category":"x","count":2,"factor":2}
        putRule 400 /v1/rules/a {}
        putRule 400 /v1/rules/a
        getRule 200 /v1/rules/no%2Fsuch
        getRule 404 /v1/rules/never-mentioned
        getRule 400 /v1/rules/a?rule_id=b
        getRules 200 /v1/rules
        getRules 404 /v1/rules?version=1000000
        getRules 400 /v1/rules?version=last
        deleteRule 200 /v1/rules/no%2Fsuch
        deleteRule 404 /v1/rules/no%2Fsuch
        deleteRule 400 /v1/rules/a?rule_id=b
        putRules 200 /v1/rules {"rules":[]}
        putRules 200 /v1/rules {"rules":[{"rule_id":7,"type":"bury","item_id":"a"},{"rule_id":"b","type":"hide","category":"x","item_id":null}]}
        putRules 400 /v1/rules {"rules":[{"type":"bury","item_id":"a"}]}
        putRules 400 /v1/rules {"rules":null}
        getRecommendations 200 /v1/recommendations/nobody
        getRecommendations 200 /v1/recommendations/u1?k=100&explain=true&exclude=a,b&exclude=c&exclude=
        getRecommendations 200 /v1/recommendations/u1?category=nowhere
        getRecommendations 200 /v1/recommendations/u1?placement=home
        getRecommendations 400 /v1/recommendations/u1?placement=
        getRecommendations 200 /v1/recommendations/u1?explore=false
        getRecommendations 400 /v1/recommendations/u1?explore=0
        getRecommendations 200 /v1/recommendations/u1?fields=title,price&fields=category
        getRecommendations 400 /v1/recommendations/u1?fields=name
        postRecommendations 200 /v1/recommendations {"fields":["title","price","image_url","category","available"],"placement":"cart"}
        postRecommendations 200 /v1/recommendations {"explore":null}
        postRecommendations 400 /v1/recommendations {"explore":"no"}
        postRecommendations 400 /v1/recommendations {"fields":"title"}
        postRecommendations 400 /v1/recommendations {"fields":["titel"],"placement":7}
        getRecommendations 400 /v1/recommendations/u1?k=0
        getRecommendations 400 /v1/recommendations/u1?k=5&k=5
        getRecommendations 400 /v1/recommendations/u1?diversity=2&explain=1&category=
        postRecommendations 200 /v1/recommendations {}
        postRecommendations 200 /v1/recommendations {"user_id":7,"k":null,"session":null,"diversity":1,"explain":true}
        postRecommendations 200 /v1/recommendations {"session":[{"item_id":"i"},{"item_id":"e","type":null,"timestamp":1442545187000}],"explain":true}
        postRecommendations 400 /v1/recommendations {"session":[{"type":"view"}]}
        postRecommendations 400 /v1/recommendations {"k":"5"}
        postRecommendations 400 /v1/recommendations {"exclude":["a",null]}
        postRecommendations 400 /v1/recommendations {"k":1,"k":1}
        postRecommendations 400 /v1/recommendations nonsense
        postRecommendations 400 /v1/recommendations
        getSimilarItems 200 /v1/items/a/similar?k=3&explain=true
        getSimilarItems 200 /v1/items/no%2Fsuch/similar?explore=false
        getSimilarItems 400 /v1/items/a/similar?available_only=yes
        getPopular 200 /v1/popular?category=z&explain=true
        getPopular 200 /v1/popular?explore=true
        getPopular 400 /v1/popular?k=
        getCatalogue 200 /v1/catalogue
        getCatalogue 200 /v1/catalogue?k=1
        getCatalogue 400 /v1/catalogue?k=101
        preview 200 /v1/preview {"session":[{"item_id":"a"}],"fields":["title"],"rules":[{"rule_id":"r","type":"hide","item_id":"b"}]}
        preview 200 /v1/preview {"user_id":"n","rules":[]}
        preview 200 /v1/preview {"user_id":"n"}
        preview 200 /v1/preview {"item_id":"a","fields":["title"]}
        preview 400 /v1/preview {"item_id":"a","user_id":"n"}
        preview 400 /v1/preview {"user_id":"n","explain":1}
        preview 400 /v1/preview {"k":0,"rules":[{"rule_id":"r","type":"pin"}]}
        preview 400 /v1/preview []
        getModel 200 /v1/model
        getModels 200 /v1/models
        getModels 200 /v1/models?k=1
        getModels 400 /v1/models?k=0
        putChampion 200 /v1/models/champion {"version":"20150918T025947Z-1f0c8a2b"}
        putChampion 404 /v1/models/champion {"version":"20150918T025947Z-00000000"}
        putChampion 400 /v1/models/champion {"version":"../v1"}
        putChampion 400 /v1/models/champion {}
        putChampion 400 /v1/models/champion
        getReport 200 /v1/models/20150918T025947Z-1f0c8a2b/report
        getReport 404 /v1/models/no%2Fsuch/report
        getReport 400 /v1/models/a/report?version=b
        getToday 200 /v1/today
        getHealth 200 /v1/health
        getTag 200 /v1/nextcart.js
        getTag 400 /v1/nextcart.js?v=1&v=2
        getConsole 200 /console
        compatiblePut 200 /put?user_id=n&item_id=10
        compatiblePut 400 /put?user_id=n
        compatibleGet 200 /get?user_id=n&k=1000000
        compatibleGet 200 /get?user_id=nobody
        compatibleGet 400 /get?user_id=n&k=-1
        compatibleRecommendations 200 /recommendations?user_id=1
        compatibleRecommendations 400 /recommendations
        compatibleRecommendationsOffline 200 /recommendations_offline?user_id=1&k=2
        compatibleRecommendationsOffline 400 /recommendations_offline?user_id=&k=2
        compatibleRecommendationsOnline 200 /recommendations_online?user_id=nobody
        compatibleRecommendationsOnline 400 /recommendations_online?user_id=1&k=x
        compatibleSimilarItems 200 /similar_items?item_id=a
        compatibleSimilarItems 400 /similar_items?k=3
        """;

    static List<Example> all() {
        return TABLE.lines()
                .map(line -> line.split(" ", 4))
                .map(cells -> new Example(
                        cells[0], Integer.parseInt(cells[1]), cells[2], cells.length == 4 ? cells[3] : null))
                .toList();
    }
}
